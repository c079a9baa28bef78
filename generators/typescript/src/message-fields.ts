import type { Message, Protocol, SchemaId } from "@parley/compiler";
import { conjunctsOf, constantOf } from "./constant.js";

/** One property of a message's payload, with all of `$ref` and `allOf` brought together; constants are none. */
export interface MessageField {
  readonly name: string;
  readonly schema: SchemaId;
  readonly required: boolean;
  /** True where the message itself declares it; false where it comes from a part that several messages share. */
  readonly own: boolean;
}

/** What a message can say, in the author's order. */
export function messageFields(protocol: Protocol, message: Message): readonly MessageField[] {
  const found = new Map<string, Omit<MessageField, "required">>();
  const required = new Set<string>();
  const seen = new Set<SchemaId>();
  const gather = (id: SchemaId, own: boolean): void => {
    const rules = protocol.schemas.get(id)?.rules;
    if (rules === undefined || seen.has(id)) return;
    seen.add(id);
    for (const name of rules.required ?? []) required.add(name);
    for (const part of [...(rules.ref === undefined ? [] : [rules.ref]), ...(rules.allOf ?? [])]) gather(part, own && !isShared(protocol, part));
    for (const { name, schema } of rules.properties ?? []) {
      found.set(name, { name, schema, own: own || found.get(name)?.own === true });
    }
  };
  if (message.payload !== undefined) gather(message.payload, true);
  return [...found.values()]
    .filter((field) => constantOf(protocol, field.schema) === undefined)
    .map((field) => ({ ...field, required: required.has(field.name) }));
}

const uses = new WeakMap<Protocol, ReadonlyMap<SchemaId, number>>();

/** A part that more than one message takes in is an envelope, not something that a message says of its own. */
function isShared(protocol: Protocol, id: SchemaId): boolean {
  const counts = uses.get(protocol) ?? countUses(protocol);
  uses.set(protocol, counts);
  return (counts.get(id) ?? 0) > 1;
}

function countUses(protocol: Protocol): ReadonlyMap<SchemaId, number> {
  const counts = new Map<SchemaId, number>();
  for (const { payload } of protocol.messages.values()) {
    if (payload === undefined) continue;
    for (const { id } of conjunctsOf(protocol, payload)) counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  return counts;
}
