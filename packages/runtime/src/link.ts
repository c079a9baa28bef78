import type { Transport, TransportListener } from "./transport.js";

/** A transport whose listener can change: an epoch that goes on takes over the connection on which its return was asked for. */
export class Link {
  readonly transport: Transport;
  #listener: TransportListener | undefined;

  constructor(transport: Transport, listener: TransportListener) {
    this.transport = transport;
    this.#listener = listener;
    // Not before the program has the peer in its hands: what came early is delivered at once.
    queueMicrotask(() =>
      transport.open({
        message: (data) => this.#listener?.message(data),
        closed: (code, reason) => this.#listener?.closed(code, reason),
      }),
    );
  }

  /** What comes from now on is heard by another. */
  give(listener: TransportListener): void {
    this.#listener = listener;
  }

  /** Closes the transport, and reads nothing of it any more. */
  cut(code: number, reason: string): void {
    this.#listener = undefined;
    this.transport.close(code, reason);
  }
}
