import type { Issue } from "../issue.js";
import { partAt, type Parts } from "./parts.js";
import type { MessageTable, Place } from "./tables.js";

/** What a message that came turned out to be. */
export type Routed =
  | { readonly kind: "known"; readonly message: MessageTable }
  | { readonly kind: "invalid"; readonly message: MessageTable; readonly issues: readonly Issue[] }
  | { readonly kind: "unknown" };

/**
 * Tells the messages apart that may come to one address: by the value of the part that most of them are known by, read once; those that have
 * no such sign, and those that share one, by their validators, in the author's order.
 */
export class Router {
  readonly #place: Place | undefined;
  readonly #bySign = new Map<unknown, MessageTable[]>();
  readonly #others: readonly MessageTable[];
  readonly #all: readonly MessageTable[];
  readonly #judgesHeaders: boolean;

  constructor(messages: readonly MessageTable[], judgesHeaders: boolean) {
    this.#judgesHeaders = judgesHeaders;
    const all = [...new Set(messages)];
    this.#all = all;
    this.#place = judgesHeaders ? bestPlace(all) : bestPlace(all, "payload");
    this.#others = all.filter((message) => signAt(message, this.#place) === undefined);
    for (const message of all) {
      for (const value of signAt(message, this.#place) ?? []) this.#bySign.set(value, [...(this.#bySign.get(value) ?? []), message]);
    }
  }

  route(parts: Parts): Routed {
    const sign = this.#place && partAt(parts, this.#place);
    const told = this.#bySign.get(sign);
    // Who leaves out a sign that may be left out is known by its validator.
    const candidates = told !== undefined ? [...told, ...this.#others] : sign === undefined ? this.#all : this.#others;
    const message = candidates.find((each) => this.#accepts(each, parts));
    if (message !== undefined) return { kind: "known", message };
    // One that shows its sign, and one that can be nothing else, is known, and wrong.
    const [meant] = told ?? (this.#all.length === 1 ? this.#all : []);
    return meant === undefined ? { kind: "unknown" } : { kind: "invalid", message: meant, issues: this.#issues(meant, parts) };
  }

  #accepts(message: MessageTable, { payload, headers }: Parts): boolean {
    return message.is(payload) && (!this.#judgesHeaders || message.headers === undefined || message.headers.is(headers));
  }

  #issues(message: MessageTable, { payload, headers }: Parts): readonly Issue[] {
    return [...message.explain(payload), ...(this.#judgesHeaders ? (message.headers?.explain(headers) ?? []) : [])];
  }
}

/** The place by which most messages are known, and of these the one with most values. */
function bestPlace(messages: readonly MessageTable[], only?: Place["in"]): Place | undefined {
  const counts = new Map<string, { readonly place: Place; messages: number; readonly values: Set<unknown> }>();
  for (const sign of messages.flatMap(({ signs }) => signs ?? [])) {
    if (only !== undefined && sign.in !== only) continue;
    const key = `${sign.in} ${sign.pointer}`;
    const count = counts.get(key) ?? { place: { in: sign.in, pointer: sign.pointer }, messages: 0, values: new Set() };
    counts.set(key, count);
    count.messages += 1;
    for (const value of sign.values) count.values.add(value);
  }
  const [best] = [...counts.values()].sort((one, other) => other.messages - one.messages || other.values.size - one.values.size);
  return best?.place;
}

function signAt(message: MessageTable, place: Place | undefined): readonly unknown[] | undefined {
  return place && message.signs?.find((sign) => sign.in === place.in && sign.pointer === place.pointer)?.values;
}
