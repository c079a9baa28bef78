import type { Json, Message, MessageId, Protocol, SchemaId } from "@parley/compiler";
import { conjunctsOf, propertiesOf } from "./constant.js";

/** What a part of a message may be, where that tells it from others: `/event` is `"ping"`. */
export interface PlannedSign {
  readonly in: "payload" | "headers";
  readonly pointer: string;
  readonly values: readonly Json[];
}

/** For every place where messages come together, the one part by which most of them are known. */
export function planSigns(protocol: Protocol): ReadonlyMap<MessageId, readonly PlannedSign[]> {
  const found = new Map<MessageId, PlannedSign[]>();
  const candidates = new Map<MessageId, readonly PlannedSign[]>();
  const candidatesOf = (message: Message): readonly PlannedSign[] => {
    const known = candidates.get(message.id) ?? signsOf(protocol, message);
    candidates.set(message.id, known);
    return known;
  };
  for (const ids of receivedTogether(protocol)) {
    const messages = [...ids].flatMap((id) => protocol.messages.get(id) ?? []);
    if (messages.length < 2) continue;
    const best = bestOf(messages.map(candidatesOf));
    for (const message of best === undefined ? [] : messages) {
      const sign = candidatesOf(message).find((each) => keyOf(each) === best);
      const own = found.get(message.id) ?? [];
      if (sign === undefined || own.includes(sign)) continue;
      found.set(message.id, [...own, sign]);
    }
  }
  return found;
}

/** The messages that one role may be sent at one address. */
function receivedTogether(protocol: Protocol): Iterable<ReadonlySet<MessageId>> {
  const groups = new Map<string, Set<MessageId>>();
  const add = (channel: string | undefined, role: string, ids: readonly MessageId[]): void => {
    const known = channel === undefined ? undefined : protocol.channels.get(channel);
    const key = `${role}\n${known?.address ?? known?.id ?? ""}`;
    const group = groups.get(key) ?? new Set();
    groups.set(key, group);
    for (const id of ids) group.add(id);
  };
  for (const { channel, initiator, responder, messages, reply } of protocol.operations.values()) {
    add(channel, responder, messages);
    if (reply !== undefined) add(reply.channel ?? channel, initiator, reply.messages);
  }
  return groups.values();
}

/** The part that most messages have, and of these the one with most values; undefined where no part tells any two of them apart. */
function bestOf(all: readonly (readonly PlannedSign[])[]): string | undefined {
  const counts = new Map<string, { messages: number; readonly values: Set<Json> }>();
  for (const sign of all.flat()) {
    const count = counts.get(keyOf(sign)) ?? { messages: 0, values: new Set() };
    counts.set(keyOf(sign), count);
    count.messages += 1;
    for (const value of sign.values) count.values.add(value);
  }
  const telling = [...counts].filter(([, { values, messages }]) => values.size > 1 || messages < all.length);
  return telling.sort(([, one], [, other]) => other.messages - one.messages || other.values.size - one.values.size)[0]?.[0];
}

function keyOf(sign: PlannedSign): string {
  return `${sign.in} ${sign.pointer}`;
}

function signsOf(protocol: Protocol, message: Message): readonly PlannedSign[] {
  const within = (part: PlannedSign["in"], schema: SchemaId | undefined): readonly PlannedSign[] =>
    schema === undefined
      ? []
      : [...valuesIn(protocol, schema, 0)].map(([name, values]) => ({ in: part, pointer: `/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`, values: [...values] }));
  return [...within("payload", message.payload), ...within("headers", message.headers)];
}

type Values = ReadonlyMap<string, ReadonlySet<Json>>;

/** The properties that can have few values only, with these. Of a union those that all branches have. */
function valuesIn(protocol: Protocol, schema: SchemaId, depth: number): Values {
  const found = new Map<string, ReadonlySet<Json>>();
  for (const [name, property] of propertiesOf(protocol, schema)) {
    const values = finite(protocol, property);
    if (values !== undefined) found.set(name, values);
  }
  for (const { rules } of depth < maxDepth ? conjunctsOf(protocol, schema) : []) {
    for (const branches of [rules.oneOf, rules.anyOf]) {
      if (branches === undefined || branches.length === 0 || branches.length > maxValues) continue;
      const each = branches.map((branch) => valuesIn(protocol, branch, depth + 1));
      for (const name of each[0]?.keys() ?? []) {
        const values = each.map((of) => of.get(name));
        if (!found.has(name) && values.every((value) => value !== undefined)) found.set(name, new Set(values.flatMap((value) => [...value])));
      }
    }
  }
  return found;
}

// Unions in unions, and enumerations beyond this, are no sign that anyone put there to be known by.
const maxDepth = 3;
const maxValues = 64;

function finite(protocol: Protocol, schema: SchemaId): ReadonlySet<Json> | undefined {
  for (const { rules } of conjunctsOf(protocol, schema)) {
    const values = rules.const === undefined ? rules.enum : [rules.const.value];
    if (values === undefined || values.length === 0 || values.length > maxValues) continue;
    if (values.every((value) => value === null || typeof value !== "object")) return new Set(values);
  }
  return undefined;
}
