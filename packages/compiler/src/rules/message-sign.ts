import type { Message } from "../model/message.js";
import type { Protocol } from "../model/protocol.js";
import { constantsOf, isRequired, type Constants } from "./constants.js";
import { typesOf } from "./property-lookup.js";

/** By what a receiver may know a message before it validates it. */
export interface MessageSign {
  readonly types: ReadonlySet<string> | undefined;
  readonly payload: readonly Constants[];
  readonly headers: readonly Constants[];
}

/** Whether two messages differ in what every receiver can see. */
export interface Verdict {
  readonly apart: boolean;
  /** A property that would tell them apart, if both required it. */
  readonly optional: string | undefined;
}

export function signOf({ schemas }: Protocol, message: Message): MessageSign {
  const types = message.payload === undefined ? undefined : typesOf(schemas, [message.payload]);
  return {
    types: types && new Set(types.map((type) => (type === "integer" ? "number" : type))),
    payload: message.payload === undefined ? [] : constantsOf(schemas, message.payload),
    headers: message.headers === undefined ? [] : constantsOf(schemas, message.headers),
  };
}

export function toldApart(one: MessageSign, other: MessageSign): Verdict {
  if (one.types !== undefined && other.types !== undefined && disjoint(one.types, other.types)) return apart;
  const payload = everyPair(one.payload, other.payload);
  if (payload.apart) return payload;
  const headers = everyPair(one.headers, other.headers);
  return headers.apart ? headers : payload;
}

const apart: Verdict = { apart: true, optional: undefined };

function everyPair(one: readonly Constants[], other: readonly Constants[]): Verdict {
  const verdicts = one.flatMap((left) => other.map((right) => pair(left, right)));
  if (verdicts.length === 0) return { apart: false, optional: undefined };
  return verdicts.find((each) => !each.apart) ?? apart;
}

function pair(left: Constants, right: Constants): Verdict {
  let optional: string | undefined;
  for (const [pointer, values] of left.values) {
    const others = right.values.get(pointer);
    if (others === undefined || !disjoint(values, others)) continue;
    if (isRequired(left, pointer) && isRequired(right, pointer)) return apart;
    optional ??= pointer;
  }
  return { apart: false, optional };
}

function disjoint(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  return ![...one].some((value) => other.has(value));
}
