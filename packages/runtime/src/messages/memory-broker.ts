import { parametersIn } from "./address.js";
import type { MessageTransport, WireMessage } from "./message-transport.js";

/** A broker in memory: what one transport sends is delivered to all others that listen at the address, a turn later. */
export class MemoryBroker {
  readonly #subscribers = new Set<Subscriber>();

  /** A connection to the broker. */
  connect(): MessageTransport {
    const own = new Set<Subscriber>();
    return {
      send: (message) => {
        for (const { address, receive } of this.#subscribers) {
          if (parametersIn(address, message.address) !== undefined) queueMicrotask(() => receive(message));
        }
      },
      subscribe: (address, receive) => {
        const subscriber: Subscriber = { address, receive: (message) => void (this.#subscribers.has(subscriber) && receive(message)) };
        this.#subscribers.add(subscriber);
        own.add(subscriber);
        return () => void this.#subscribers.delete(subscriber);
      },
      close: () => {
        for (const subscriber of own) this.#subscribers.delete(subscriber);
        return Promise.resolve();
      },
    };
  }
}

interface Subscriber {
  readonly address: string;
  readonly receive: (message: WireMessage) => void;
}
