import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { WebSocket } from "ws";
import type { LoadPair, LoadTerminals } from "./load-terminals.js";
import { loadValue } from "./load-value.js";

/** Terminals of the bare relay: the same request and response, with nothing around them. */
export function bareTerminals(url: string): LoadTerminals {
  const terminals: BareTerminal[] = [];
  return {
    async open(connections) {
      for (let index = 0; index < connections; index += 1) {
        const socket = new WebSocket(url, { perMessageDeflate: false });
        await once(socket, "open");
        terminals.push(new BareTerminal(socket));
      }
    },
    establish: (sessions) =>
      Promise.resolve(
        Array.from({ length: sessions }, (_, index): LoadPair => {
          const caller = terminals[2 * index];
          if (caller === undefined) throw new Error("More sessions than pairs of connections.");
          return { exchange: () => caller.exchange(), renew: () => Promise.resolve() };
        }),
      ),
    close() {
      for (const terminal of terminals) terminal.close();
      return Promise.resolve();
    },
  };
}

class BareTerminal {
  readonly #socket: WebSocket;
  readonly #session = randomUUID();
  readonly #open = new Map<string, () => void>();
  #last = 0;

  constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on("message", (data: Buffer) => {
      const message = JSON.parse(data.toString()) as { readonly kind: string; readonly id: string };
      if (message.kind === "request") {
        this.#last += 1;
        this.#send({ kind: "response", method: "mmessage", id: message.id, success: true, session: this.#session, seq: this.#last });
      } else {
        this.#open.get(message.id)?.();
        this.#open.delete(message.id);
      }
    });
  }

  exchange(): Promise<void> {
    this.#last += 1;
    const id = String(this.#last);
    return new Promise((done) => {
      this.#open.set(id, done);
      this.#send({ kind: "request", method: "mmessage", id, session: this.#session, seq: this.#last, ...loadValue });
    });
  }

  close(): void {
    this.#socket.terminate();
  }

  #send(message: object): void {
    this.#socket.send(JSON.stringify(message));
  }
}
