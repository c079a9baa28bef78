import { diagnostic, type Diagnostic, type Location } from "../diagnostics/diagnostic.js";
import type { Machine, MessageName, Replay, Timer } from "../model/behaviour.js";
import type { Message } from "../model/message.js";
import type { Protocol } from "../model/protocol.js";
import { escapeToken, parsePointer } from "../source/json-pointer.js";
import { missingProperty } from "./missing-property.js";
import { namedMessages } from "./named-messages.js";
import { keyPlaceOf, placeOf } from "./place.js";

/**
 * Undeclared property.
 *
 * What a guard, a machine, a timer or an operation takes from a message is a property that the message declares: else it is never there.
 * A message that declares no property at all says nothing of this.
 *
 * @see RFC 6901; specs/README.md, "Machines"
 */
export function* undeclaredProperty(protocol: Protocol): Iterable<Diagnostic> {
  for (const { by, property, of, messages, place } of uses(protocol)) {
    const isPointer = typeof property !== "string";
    const missing = missingProperty(protocol, messages, isPointer ? property.pointer : `/${escapeToken(property)}`);
    if (missing === undefined) continue;
    const near = isPointer ? missing.near : parsePointer(missing.near ?? "")?.[0];
    yield diagnostic("undeclared-property", place, { by, property: isPointer ? property.pointer : property, of, near });
  }
}

interface Use {
  readonly by: string;
  /** As the author writes it: a name of the message's own, or a pointer. */
  readonly property: string | { readonly pointer: string };
  /** The messages in a sentence. */
  readonly of: string;
  /** One of them must have it. */
  readonly messages: readonly Message[];
  readonly place: Location;
}

function* uses(protocol: Protocol): Iterable<Use> {
  for (const { name, origin, argument, messages } of protocol.operations.values()) {
    if (argument === undefined) continue;
    const own = messages.flatMap((id) => protocol.messages.get(id) ?? []);
    yield { by: "x-parley-argument", property: argument, of: `the message of "${name}"`, messages: own, place: placeOf(origin, "/x-parley-argument") };
  }
  const find = namedMessages(protocol);
  const { delivery, machines = [], timers = [] } = protocol.behaviour ?? {};
  const hasSessions = machines.some(({ instance }) => instance.includes("session"));
  if (delivery?.replay !== undefined) yield* usesOfReplay(delivery.replay, hasSessions, find);
  for (const machine of machines) {
    yield* usesOfMachine(machine, find);
    yield* usesOfChildren(machine, machines, find);
  }
  for (const timer of timers) yield* usesOfTimer(timer, machines, find);
}

type Find = (name: MessageName) => readonly Message[];

/** What the runtime itself writes and reads, and where it is told whose the epoch is. */
function* usesOfReplay({ method, subject, origin }: Replay, hasSessions: boolean, find: Find): Iterable<Use> {
  const by = "The delivery";
  const place = placeOf(origin, "/method");
  const request = { of: `the request of "${method}"`, messages: find({ method, kind: "request" }) };
  const success = { of: `the success of "${method}"`, messages: find({ method, kind: "response" }) };
  yield { by, property: "resume", ...request, place };
  for (const property of ["epoch", "resumed", "received", ...(hasSessions ? ["sessions"] : [])]) yield { by, property, ...success, place };
  yield { by, property: { pointer: subject }, ...success, place: placeOf(origin, "/subject") };
}

function* usesOfMachine({ name, origin, instance, remember, transitions }: Machine, find: Find): Iterable<Use> {
  const by = `Machine "${name}"`;
  const own = { of: "any message of its triggers", messages: transitions.flatMap(({ trigger }) => ("message" in trigger ? find(trigger.message) : [])) };
  for (const [index, key] of instance.entries()) {
    yield { by, property: key, ...own, place: placeOf(origin, `/instance/${String(index)}`) };
  }
  for (const kept of remember) {
    yield { by, property: kept, ...own, place: placeOf(origin, `/remember/${escapeToken(kept.name)}`) };
  }
  for (const { origin: place, trigger, where } of transitions) {
    if (!("message" in trigger)) continue;
    const messages = find(trigger.message);
    for (const { pointer } of where) {
      yield { by: `A guard of machine "${name}"`, property: { pointer }, of: `"${nameOf(trigger.message)}"`, messages, place: keyPlaceOf(place, `/where/${escapeToken(pointer)}`) };
    }
  }
}

function* usesOfChildren({ name, origin, contains, glare, states, transitions }: Machine, machines: readonly Machine[], find: Find): Iterable<Use> {
  for (const { machine, each, origin: place } of contains) {
    const child = machines.find((one) => one.name === machine);
    const messages = child?.transitions.flatMap(({ trigger }) => ("message" in trigger ? find(trigger.message) : [])) ?? [];
    yield { by: `Machine "${name}"`, property: each, of: `any message of machine "${machine}"`, messages, place: placeOf(place, "/each") };
  }
  if (glare === undefined) return;
  const initial = states.find((state) => state.initial)?.name ?? "";
  const openings = transitions.flatMap(({ from, trigger }) => (trigger.on === "receive" && from.includes(initial) ? [trigger.message] : []));
  const messages = openings.flatMap(find);
  for (const [key, matches] of [["same", glare.same], ["lower", [glare.lower]]] as const) {
    for (const { pointer } of matches) {
      const place = keyPlaceOf(origin, `/glare/${key}/${escapeToken(pointer)}`);
      yield { by: `The glare of machine "${name}"`, property: { pointer }, of: `"${openings.map(nameOf).join('", "')}"`, messages, place };
    }
  }
}

function* usesOfTimer({ name, origin, fromPointer, grantedPointer }: Timer, machines: readonly Machine[], find: Find): Iterable<Use> {
  const by = `Timer "${name}"`;
  if (fromPointer !== undefined) {
    yield { by, property: { pointer: fromPointer }, of: "any message that starts it", messages: startersOf(name, machines).flatMap(find), place: placeOf(origin, "/from") };
  }
  if (grantedPointer !== undefined) {
    yield { by, property: { pointer: grantedPointer }, of: "the success that opens the connection", messages: openersOf(machines).flatMap(find), place: placeOf(origin, "/granted") };
  }
}

function startersOf(timer: string, machines: readonly Machine[]): readonly MessageName[] {
  return machines.flatMap(({ transitions }) =>
    transitions.flatMap(({ trigger, effects }) =>
      "message" in trigger && effects.some((effect) => (effect.do === "start" || effect.do === "restart") && effect.timer === timer) ? [trigger.message] : [],
    ),
  );
}

// What a machine of the connection itself begins with is the request that opens the connection.
function openersOf(machines: readonly Machine[]): readonly MessageName[] {
  return machines.flatMap(({ instance, contained, states, transitions }) => {
    const initial = states.find((state) => state.initial)?.name;
    if (instance.length > 0 || contained || initial === undefined) return [];
    return transitions.flatMap(({ from, trigger }): readonly MessageName[] =>
      "message" in trigger && trigger.message.kind === "request" && from.includes(initial) ? [{ method: trigger.message.method, kind: "response" }] : [],
    );
  });
}

function nameOf({ method, kind }: MessageName): string {
  return `${method}.${kind}`;
}
