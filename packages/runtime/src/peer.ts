import type { Counters } from "./counters.js";
import { newCounters } from "./counters.js";
import { ConnectionError } from "./errors.js";
import type { CallOptions, PeerOptions } from "./peer-options.js";
import type { SessionHandle } from "./session-handle.js";

/** One end of one connection: envelope, delivery, transactions, machines, limits. The same for both ends. */
export class Peer {
  readonly counters: Readonly<Counters> = newCounters();
  readonly #options: PeerOptions;

  constructor(options: PeerOptions) {
    this.#options = options;
  }

  /** The state of the connection's machine. */
  get state(): string {
    return this.#options.connection;
  }

  /**
   * Sends a request and gives its success message.
   * @throws ProtocolError when refused  @throws DeadlineError  @throws ConnectionError  @throws IllegalStateError before anything is sent
   */
  request(_method: string, _fields: object, _options: CallOptions = {}): Promise<object> {
    return Promise.reject(new ConnectionError("closed"));
  }

  /** Sends a notification. @throws IllegalStateError before anything is sent  @throws ProtocolError `too-large` */
  notify(_method: string, _fields: object): void {
    throw new ConnectionError("closed");
  }

  /** The instance of a machine with this key; a new one, in its initial state, when there is none. */
  session(_machine: string, _key: { readonly [name: string]: string }): SessionHandle {
    throw new ConnectionError("closed");
  }

  /** Ends all sessions and the connection; resolves when the transport has closed. */
  close(_code?: number, _reason?: string): Promise<void> {
    return Promise.resolve();
  }
}
