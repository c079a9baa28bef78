import type { Protocol, Step } from "@parley/compiler";
import type { Transport } from "@parley/runtime";
import { acceptedMethods, fieldsOf, methodOf, refusalOf } from "./payload.js";

/** A generated server, whichever its protocol: connections have a member for each method. */
interface Served {
  accept(transport: Transport, context: string): object;
  close(): Promise<void>;
}

type Connection = { readonly [member: string]: unknown };
interface Message {
  readonly kind: string;
  readonly method: string;
}

/** The participant of a flow that accepts connections, played by the generated server, whose answers come from the flow. */
export class AcceptingSide {
  readonly faults: unknown[] = [];
  readonly #protocol: Protocol;
  readonly #server: Served;
  readonly #accepted: ReadonlySet<string>;
  /** Keys of the opening answer that the runtime fills. */
  readonly #filled: readonly string[];
  readonly #connections = new Map<string, Connection>();
  /** What waits for the answer to a request, by participant and method. */
  readonly #open = new Map<string, (answer: unknown) => void>();

  constructor(protocol: Protocol, serve: (handlers: object, options: object) => Served, filled: readonly string[]) {
    this.#protocol = protocol;
    this.#accepted = acceptedMethods(protocol);
    this.#filled = filled;
    const handled = (message: Message, { context }: { readonly context: string }): Promise<unknown> | undefined => {
      if (message.kind !== "request" || this.#accepted.has(message.method)) return undefined;
      return new Promise((resolve) => this.#open.set(`${context} ${message.method}`, resolve));
    };
    const handlers = new Proxy({}, { get: (_, method) => (protocolMethods(protocol).has(String(method)) ? handled : undefined) });
    this.#server = serve(handlers, { onFault: (error: unknown) => void this.faults.push(error) });
  }

  accept(transport: Transport, participant: string): void {
    this.#connections.set(participant, this.#server.accept(transport, participant) as Connection);
  }

  /** Does what makes the message of a step; `known` is what the wire has for names in it. */
  act(step: Step, known: { readonly [key: string]: unknown }): void {
    const method = methodOf(step);
    if (step.part === "success" || step.part === "failure") return this.#answer(step, method);
    const member = this.#connections.get(step.to)?.[method];
    if (typeof member !== "function") throw new Error(`The connection of ${step.to} has no ${method}.`);
    const result = (member as (fields: object) => unknown)({ ...fieldsOf(step), ...known });
    // How the other side answers is seen on the wire.
    Promise.resolve(result).catch(() => {});
  }

  stateOf(participant: string): unknown {
    return this.#connections.get(participant)?.["state"];
  }

  close(): Promise<void> {
    return this.#server.close();
  }

  #answer(step: Step, method: string): void {
    const key = `${step.to} ${method}`;
    const resolve = this.#open.get(key);
    this.#open.delete(key);
    // What the machines answer by themselves needs nothing; a setup that was cancelled has been refused with it.
    if (resolve === undefined && !this.#accepted.has(method)) throw new Error(`No ${method} of ${step.to} waits for its answer.`);
    const filled = ["session", "subscription", ...(method === "auth" ? this.#filled : [])];
    resolve?.(step.part === "success" ? fieldsOf(step, filled) : refusalOf(step, this.#protocol.problems));
  }
}

function protocolMethods(protocol: Protocol): ReadonlySet<string> {
  return new Set([...protocol.operations.values()].map(({ name }) => name.replace(/To[A-Z].*$/, "")));
}
