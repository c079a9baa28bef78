import type { Operation, Protocol, Step } from "@parley/compiler";
import { ConnectionError, ProtocolError, type Transport } from "@parley/runtime";
import { fieldsOf, methodOf, operationOf, type Payload, refusalOf } from "./payload.js";

/** A generated client: the members that the specification names for its calls. */
type Members = { readonly [name: string]: unknown };
type Call = (...given: readonly unknown[]) => unknown;

/** A participant of a flow that connects, played by the generated client: each message by the call that the specification names for it. */
export class ConnectingSide {
  readonly faults: unknown[] = [];
  #heard = 0;
  /** The operation that opened the connection. */
  #opening: string | undefined;
  #client: Members | undefined;
  #incoming: Members | undefined;
  #session: Members | undefined;
  /** What waits for the answer to a request of the other side, by method. */
  readonly #open = new Map<string, (answer: unknown) => void>();
  readonly #protocol: Protocol;
  readonly #connect: (options: object) => Promise<object>;

  constructor(protocol: Protocol, transport: () => Transport | Promise<Transport>, connect: (options: object) => Promise<object>) {
    this.#protocol = protocol;
    const observe = ({ direction, message }: { readonly direction: string; readonly message: { readonly method: string } }): void => {
      if (direction === "received" && message.method !== protocol.behaviour?.delivery?.acknowledge) this.#heard += 1;
    };
    this.#connect = (fields) => connect({ ...fields, renew: () => fields, transport, observe, onFault: (error: unknown) => void this.faults.push(error) });
  }

  /** Does what makes the message of a step; `known` is what the wire has for names in it. What the machines send by themselves needs nothing. */
  act(step: Step, known: { readonly [key: string]: unknown }): void {
    const method = methodOf(step);
    if (step.part === "request" || step.part === "notification") {
      const fields = { ...fieldsOf(step, ["session", "subscription"]), ...(known["replaces"] === undefined ? {} : { replaces: known["replaces"] as string }) };
      return this.#begin(operationOf(this.#protocol, step), fields);
    }
    const answer = step.part === "success" ? fieldsOf(step, ["session"]) : refusalOf(step, this.#protocol.problems);
    if (method === "msetup" || method === "cinvite") return this.#decide(answer);
    this.#open.get(method)?.(answer);
    this.#open.delete(method);
  }

  /** Resolves when so many messages have reached the program. */
  async hears(count: number): Promise<void> {
    for (const end = Date.now() + 5_000; this.#heard < count; await turn()) {
      if (Date.now() > end) throw new Error(`It has heard ${this.#heard} messages, not ${count}.`);
    }
    await turn();
  }

  get state(): unknown {
    return this.#client?.["state"];
  }

  async close(): Promise<void> {
    if (this.#client !== undefined) await call(this.#client, "close");
  }

  #begin(operation: Operation, fields: Payload): void {
    const name = operation.call ?? operation.name;
    if (this.#client === undefined) {
      this.#opening = operation.name;
      return this.#expect(this.#connect(fields).then((client) => this.#opened(client as Members)));
    }
    // What was granted for a time the client renews by itself.
    if (operation.name === this.#opening) return;
    if (name === "setup" || name === "subscribe") return this.#setUp(call(this.#client, name, fields) as Members & PromiseLike<Members>);
    const holder = [this.#session, this.#incoming, this.#client].find((one) => one !== undefined && name in one);
    if (holder === undefined) throw new Error(`Nothing here has the call ${name}.`);
    this.#expect(call(holder, name, operation.argument === undefined ? fields : fields[operation.argument]));
  }

  #opened(client: Members): void {
    this.#client = client;
    for (const listener of ["onSetup", "onInvite"].filter((name) => name in client)) {
      call(client, listener, (incoming: Members) => {
        this.#incoming = incoming;
        this.#listen(incoming);
      });
    }
  }

  #setUp(setup: Members & PromiseLike<Members>): void {
    this.#session = setup;
    this.#expect(Promise.resolve(setup).then((session) => this.#talk(session)));
  }

  #decide(answer: unknown): void {
    if (this.#incoming === undefined) throw new Error("Nobody has called.");
    if ("problem" in (answer as object)) {
      const { problem, more } = answer as { readonly problem: string; readonly more: object };
      // A setup that was cancelled has been refused with it.
      if (this.#incoming["state"] !== "ended") call(this.#incoming, "refuse", problem, more);
    } else {
      this.#expect((call(this.#incoming, "accept", answer) as Promise<Members>).then((session) => this.#talk(session)));
    }
  }

  #talk(session: Members): void {
    this.#session = session;
    this.#listen(session);
  }

  /** Answers wait for the step of the flow that gives them. */
  #listen(session: Members): void {
    for (const operation of this.#protocol.operations.values()) {
      const listener = `on${capital(operation.call ?? operation.name)}`;
      if (operation.kind === "notification" || !(listener in session)) continue;
      const method = operation.name.replace(/To[A-Z].*$/, "");
      call(session, listener, () => new Promise((resolve) => this.#open.set(method, resolve)));
    }
  }

  /** Refusals and lost connections are part of flows, and seen on the wire; a fault of the client itself is none. */
  #expect(result: unknown): void {
    Promise.resolve(result).catch((error: unknown) => {
      if (!(error instanceof ProtocolError || error instanceof ConnectionError)) this.faults.push(error);
    });
  }
}

function call(holder: Members, name: string, ...given: readonly unknown[]): unknown {
  const member = holder[name];
  if (typeof member !== "function") throw new Error(`There is no call ${name}.`);
  return (member as Call).apply(holder, [...given]);
}

function capital(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

function turn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
