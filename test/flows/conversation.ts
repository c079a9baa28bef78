import { expect } from "vitest";
import type { Flow, Json, Step } from "@parley/compiler";
import type { ManualClock } from "@parley/runtime";

/** One message as it passed the signalling function, seen at its transports. */
export interface Passed {
  readonly from: string;
  readonly to: string;
  readonly message: Wire;
}

export interface Wire {
  readonly method: string;
  readonly kind: string;
  readonly [key: string]: unknown;
}

/** All that passed, in the order in which the function received and sent it. Acknowledgements are no steps of a flow, nor is what else is named. */
export class Conversation {
  readonly passed: Passed[] = [];
  readonly #waiting = new Set<() => void>();
  readonly #seen = new Set<Passed>();
  readonly unseen: readonly string[];

  constructor(unseen: readonly string[] = ["ack"]) {
    this.unseen = unseen;
  }

  add(from: string, to: string, text: string): void {
    const message = JSON.parse(text) as Wire;
    if (this.unseen.includes(message.method)) return;
    this.passed.push({ from, to, message });
    for (const wake of this.#waiting) wake();
    this.#waiting.clear();
  }

  /** The message with this number; what has passed so far is in the error when it does not come. */
  async at(index: number, within = 5_000): Promise<Passed> {
    const guard = AbortSignal.timeout(within);
    for (;;) {
      const found = this.passed[index];
      if (found !== undefined) return found;
      await new Promise<void>((resolve, reject) => {
        this.#waiting.add(resolve);
        guard.addEventListener("abort", () => reject(new Error(`Message ${index + 1} never passed. So far:\n${this}`)), { once: true });
      });
    }
  }

  /**
   * The next message from and to whom a step says. Messages are in order in one direction of a connection, and there is no other order than that which
   * the programs of a flow keep. Where it does not come, time moves on a little, and again.
   */
  async next({ from, to }: Step, clock: ManualClock): Promise<Passed> {
    for (let waited = 0; waited <= 30_000; waited += 50) {
      await clock.advance(0);
      const found = this.left.find((each) => each.from === from && each.to === to);
      if (found !== undefined) {
        this.#seen.add(found);
        return found;
      }
      await clock.advance(50);
    }
    throw new Error(`What ${from} says to ${to} never passed. So far:\n${this}`);
  }

  /** What nobody has asked for yet. */
  get left(): readonly Passed[] {
    return this.passed.filter((each) => !this.#seen.has(each));
  }

  toString(): string {
    return this.passed.map(({ from, to, message }) => `${from} -> ${to}: ${message.method} ${message.kind} ${String(message["success"] ?? "")}`).join("\n");
  }
}

/** A flow with all that it depends on, as one list of steps on the same connections. */
export function stepsOf(flows: readonly Flow[], flow: Flow, done = new Set<string>()): readonly Step[] {
  if (done.has(flow.name)) return [];
  done.add(flow.name);
  const before = (flow.dependsOn ?? []).flatMap((name) => {
    const found = flows.find((each) => each.name === name);
    if (found === undefined) throw new Error(`${flow.name} depends on ${name}, which is no flow.`);
    return stepsOf(flows, found, done);
  });
  return [...before, ...flow.steps];
}

/** What names of the flow became on the wire: ids of requests, sessions, and names that a function gives as it likes. */
export class Mapping {
  readonly #actual = new Map<string, unknown>();
  readonly #expected = new Map<string, string>();

  /** Asserts that the message is the one of the step: same method, kind, success, sequence number and fields; names are the same thing throughout. */
  expectSame(step: Step, { from, to, message }: Passed): void {
    expect({ step: step.name, from, to, message: comparable(message) }).toEqual({
      step: step.name,
      from: step.from,
      to: step.to,
      message: this.#expectedNames(step.payload as Json, message, "", scopesOf(step)),
    });
  }

  /** The payload of a step with the names that the wire has for the flow's, as far as they have passed. */
  onTheWire(step: Step): { readonly [key: string]: Json } {
    const scopes = scopesOf(step);
    const replaced = (value: Json, path: string): Json => {
      const scope = scopes[path];
      if (scope !== undefined && typeof value === "string") return (this.#actual.get(`${scope}: ${value}`) as Json | undefined) ?? value;
      if (value === null || typeof value !== "object") return value;
      if (Array.isArray(value)) return value.map((item: Json, index) => replaced(item, `${path}/${index}`));
      return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, replaced(member as Json, path === "" ? key : `${path}/${key}`)]));
    };
    return replaced(step.payload as Json, "") as { readonly [key: string]: Json };
  }

  /** What the wire has for the sessions and subscriptions that a step names, as far as they have passed there. */
  knownNames({ from, to, payload }: Step): { readonly [key: string]: unknown } {
    const hop = [from, to].sort().join(" ");
    const named = payload as { readonly [key: string]: Json };
    const known = ["session", "subscription", "replaces"].map((key) => [key, this.#actual.get(`${hop}: ${String(named[key])}`)] as const);
    return Object.fromEntries(known.filter(([, actual]) => actual !== undefined));
  }

  /** The step's payload with the names that the wire has for the flow's; a name that is new is learnt from the message. */
  #expectedNames(value: Json, actual: unknown, path: string, scopes: { readonly [key: string]: string }): unknown {
    const scope = scopes[path];
    if (scope !== undefined && typeof value === "string") return this.#learn(scope, value, actual);
    if (value === null || typeof value !== "object") return value;
    if (Array.isArray(value)) return value.map((item: Json, index) => this.#expectedNames(item, at(actual, index), `${path}/${index}`, scopes));
    return Object.fromEntries(
      Object.entries(value).map(([key, member]) => [key, this.#expectedNames(member as Json, at(actual, key), path === "" ? key : `${path}/${key}`, scopes)]),
    );
  }

  #learn(scope: string, name: string, actual: unknown): unknown {
    const key = `${scope}: ${name}`;
    const known = this.#actual.get(key);
    if (known !== undefined) return known;
    const reverse = `${scope}: ${String(actual)}`;
    const taken = this.#expected.get(reverse);
    if (typeof actual !== "string" || taken !== undefined) return `${name}, new here; but on the wire it is ${String(actual)}, known as ${taken}`;
    this.#actual.set(key, actual);
    this.#expected.set(reverse, name);
    return actual;
  }
}

/** Where names are that may be others on the wire, and what they are names among. */
function scopesOf(step: Step): { readonly [path: string]: string } {
  const payload = step.payload as { readonly [key: string]: Json };
  const requester = payload["kind"] === "response" ? step.to : step.from;
  const hop = [step.from, step.to].sort().join(" ");
  return {
    id: `${hop}, requests of ${requester}`, session: hop, subscription: hop, replaces: hop, "replaces/session": hop, call: "call", contact: "contact",
    "referredBy/token": "token", "epoch/id": "epoch", "epoch/secret": "secret", "sessions/0/session": hop, "about/session": hop,
    "resume/epoch": "epoch", "resume/secret": "secret", "resume/sessions/0/session": hop,
  };
}

/** Acknowledgements ride on any message, and texts for people may say what they like. */
function comparable({ ack: _ack, ...message }: Wire): object {
  const problem = message["problemDetails"];
  if (typeof problem !== "object" || problem === null) return message;
  const { detail: _detail, ...details } = problem as { readonly detail?: unknown };
  return { ...message, problemDetails: details };
}

function at(value: unknown, key: string | number): unknown {
  return typeof value === "object" && value !== null ? (value as { readonly [key: string]: unknown })[key] : undefined;
}
