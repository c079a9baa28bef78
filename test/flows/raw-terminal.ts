import type { Json, Step } from "@parley/compiler";
import type { Clock, Transport } from "@parley/runtime";

type Payload = { readonly [key: string]: Json };

/** A participant of a flow that writes its messages itself, as the flow has them: for what a generated client never does. It lives, and no more. */
export class RawTerminal {
  readonly ends: readonly string[][] = [];
  readonly faults: unknown[] = [];
  readonly #clock: Clock;
  readonly #open: () => Transport | Promise<Transport>;
  #transport: Transport | undefined;
  #stopped = false;
  #heard = 0;
  #taken = 0;
  #pings = 0;

  constructor(open: () => Transport | Promise<Transport>, clock: Clock) {
    this.#open = open;
    this.#clock = clock;
  }

  act(_step: Step, payload: Payload): void {
    void this.#send(payload);
  }

  async hears(count: number): Promise<void> {
    for (const end = Date.now() + 5_000; this.#heard < count; await new Promise((resolve) => setTimeout(resolve, 0))) {
      if (Date.now() > end) throw new Error(`The terminal has heard ${this.#heard} messages, not ${count}.`);
    }
  }

  async close(): Promise<void> {
    this.#stopped = true;
    this.#transport?.close(1000);
  }

  async #send(payload: Payload): Promise<void> {
    const transport = (this.#transport ??= await this.#connected());
    const isCounted = payload["seq"] !== undefined;
    transport.send(JSON.stringify(isCounted ? { ...payload, ack: this.#taken } : payload));
  }

  async #connected(): Promise<Transport> {
    const transport = await this.#open();
    transport.open({ message: (data) => this.#hear(JSON.parse(String(data)) as Payload), closed: () => (this.#stopped = true) });
    this.#live();
    return transport;
  }

  #hear({ seq, method, kind, id }: Payload): void {
    if (typeof seq === "number") this.#taken = seq;
    if (method === "ping" && kind === "request" && id !== undefined) void this.#send({ kind: "response", method, id, success: true });
    if (method !== "ping" && method !== "ack") this.#heard += 1;
  }

  #live(): void {
    this.#clock.after(20_000, () => {
      if (this.#stopped) return;
      void this.#send({ kind: "request", method: "ping", id: `life-${(this.#pings += 1)}` });
      void this.#send({ kind: "notification", method: "ack", ack: this.#taken });
      this.#live();
    });
  }
}
