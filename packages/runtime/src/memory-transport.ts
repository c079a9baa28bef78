import type { Transport, TransportListener } from "./transport.js";

/** Two ends of one connection in one process. Delivery is asynchronous and in order, as on a network. */
export function memoryTransports(): readonly [Transport, Transport] {
  const first = new MemoryTransport();
  const second = new MemoryTransport();
  first.join(second);
  second.join(first);
  return [first, second];
}

type Item = { readonly data: string | Uint8Array } | { readonly code: number; readonly reason: string };

class MemoryTransport implements Transport {
  #other: MemoryTransport | undefined;
  #listener: TransportListener | undefined;
  readonly #inbox: Item[] = [];
  #scheduled = false;
  #closed = false;
  #over = false;

  get bufferedAmount(): number {
    return 0;
  }

  join(other: MemoryTransport): void {
    this.#other = other;
  }

  send(data: string | Uint8Array): void {
    if (!this.#closed) this.#other?.arrive({ data });
  }

  close(code = 1000, reason = ""): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#other?.arrive({ code, reason });
    this.arrive({ code, reason });
  }

  open(listener: TransportListener): void {
    this.#listener = listener;
    this.#schedule();
  }

  arrive(item: Item): void {
    this.#inbox.push(item);
    this.#schedule();
  }

  #schedule(): void {
    if (this.#scheduled || this.#listener === undefined) return;
    this.#scheduled = true;
    queueMicrotask(() => this.#deliver());
  }

  /** One message a turn, so that answers may cross what is still on its way. */
  #deliver(): void {
    this.#scheduled = false;
    const item = this.#inbox.shift();
    if (item === undefined || this.#over) return;
    if ("code" in item) {
      this.#over = true;
      this.#closed = true;
      this.#listener?.closed(item.code, item.reason);
      return;
    }
    // Like a socket, nothing is read any more once this end has closed.
    if (!this.#closed) this.#listener?.message(item.data);
    this.#schedule();
  }
}
