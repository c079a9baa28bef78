import { diagnostic, type Diagnostic } from "../diagnostics/diagnostic.js";
import { nearest } from "../diagnostics/nearest.js";
import type { Effect, Machine, MessageName, Transition } from "../model/behaviour.js";
import type { Json } from "../model/json.js";
import type { Message } from "../model/message.js";
import type { Protocol } from "../model/protocol.js";
import type { SchemaId } from "../model/schema.js";
import { escapeToken, parsePointer } from "../source/json-pointer.js";
import { constantsOf } from "./constants.js";
import { evaluate } from "./evaluate.js";
import type { Issue } from "./issue.js";
import { namedMessages } from "./named-messages.js";
import { keyPlaceOf, placeOf, wordPlaceOf } from "./place.js";
import { lookUp } from "./property-lookup.js";

/**
 * Effect mismatch.
 *
 * A machine accepts and refuses requests only; where it gives the keys of a message that it sends, they are keys that the message declares,
 * none that it requires is missing, and their values are valid. The keys of the envelope are the connection's to give.
 *
 * @see specs/README.md, "Machines"; specs/signalling/behaviour.yaml, its head, "Effects"
 */
export function* effectMismatch(protocol: Protocol): Iterable<Diagnostic> {
  const find = namedMessages(protocol);
  for (const machine of protocol.behaviour?.machines ?? []) {
    for (const { effect, origin } of effectsOf(machine)) {
      if (effect.do === "accept" || effect.do === "refuse") yield* wrongAnswer(machine.name, effect, origin, find);
      if (effect.do === "send" && effect.fields !== undefined) yield* wrongFields(protocol, machine, { ...effect, fields: effect.fields }, origin, find(effect.message));
    }
  }
}

interface Placed {
  readonly effect: Effect;
  readonly origin: Transition["origin"];
}

// A transition without `to` is one for each of its states, all written at one place.
function effectsOf({ transitions }: Machine): readonly Placed[] {
  const written = new Map(transitions.map((transition) => [transition.origin, transition]));
  return [...written.values()].flatMap(({ origin, effects }) => effects.map((effect) => ({ effect, origin })));
}

type Answer = Extract<Effect, { readonly do: "accept" | "refuse" }>;

function* wrongAnswer(machine: string, { do: act, method }: Answer, origin: Transition["origin"], find: (name: MessageName) => readonly Message[]): Iterable<Diagnostic> {
  if (find({ method, kind: "request" }).length > 0 || find({ method, kind: "notification" }).length === 0) return;
  yield diagnostic("effect-mismatch", act === "refuse" ? keyPlaceOf(origin, `/refuse/${escapeToken(method)}`) : wordPlaceOf(origin, [method]), { fault: "answer", machine, act, method });
}

type Sending = Extract<Effect, { readonly do: "send" }> & { readonly fields: { readonly [key: string]: Json } };

function* wrongFields(protocol: Protocol, { name: machine, instance }: Machine, { message: named, fields }: Sending, origin: Transition["origin"], messages: readonly Message[]): Iterable<Diagnostic> {
  const message = `${named.method}.${named.kind}`;
  const below = `/send/${escapeToken(message)}`;
  const verdicts = messages.flatMap(({ payload, correlation }) => {
    if (payload === undefined) return [];
    const { count, acknowledge } = protocol.behaviour?.delivery ?? {};
    const given = new Set([...instance, count, acknowledge, parsePointer(correlation?.pointer ?? "")?.[0]]);
    const issues = evaluate(protocol.schemas, payload, { ...constantsIn(protocol, payload), ...fields });
    return [{ payload, issues: issues.filter(({ pointer, keyword }) => keyword !== "required" || !given.has(parsePointer(pointer)?.[0])) }];
  });
  const [best] = verdicts.sort((one, other) => one.issues.length - other.issues.length);
  if (best === undefined) return;
  for (const key of Object.keys(fields)) {
    const { schemas, names } = lookUp(protocol.schemas, best.payload, `/${escapeToken(key)}`);
    if (schemas.length > 0 || names.size === 0) continue;
    yield diagnostic("effect-mismatch", keyPlaceOf(origin, `${below}/${escapeToken(key)}`), { fault: "undeclared", machine, message, key, near: nearest(key, names) });
  }
  for (const issue of best.issues) yield faultOf(machine, message, issue, placeOf(origin, below + issue.pointer));
}

function faultOf(machine: string, message: string, { pointer, keyword, expected, found }: Issue, place: ReturnType<typeof placeOf>): Diagnostic {
  if (keyword === "required") return diagnostic("effect-mismatch", place, { fault: "missing", machine, message, property: expected });
  return diagnostic("effect-mismatch", place, { fault: "rejected", machine, message, pointer, expected, found });
}

// What every such message says of itself, at its top: method, kind.
function constantsIn({ schemas }: Protocol, payload: SchemaId): { readonly [key: string]: Json } {
  const [first] = constantsOf(schemas, payload);
  const pairs = [...(first?.values ?? [])].flatMap(([pointer, values]): readonly (readonly [string, Json])[] => {
    const [key, ...more] = parsePointer(pointer) ?? [];
    const [value, ...others] = values;
    return key === undefined || more.length > 0 || value === undefined || others.length > 0 ? [] : [[key, JSON.parse(value) as Json]];
  });
  return Object.fromEntries(pairs);
}
