import type { Json, JsonType, Protocol, SchemaId } from "@parley/compiler";

/** What the text of a parameter or a header stands for. */
export interface TextForm {
  readonly reads: "string" | "number" | "boolean";
  readonly list: boolean;
  /** False for an object: Parley has no text for it yet. */
  readonly expressible: boolean;
}

/** Decides by the types that a schema allows; a text that could be several things is a string. */
export function textFormOf(protocol: Protocol, id: SchemaId | undefined): TextForm {
  const types = id === undefined ? new Set<JsonType>() : typesOf(protocol, id, new Set());
  if (types.has("array") && id !== undefined) {
    const items = itemsOf(protocol, id, new Set());
    return { ...textFormOf(protocol, items), list: true };
  }
  const only = (...wanted: readonly JsonType[]): boolean =>
    types.size > 0 && [...types].every((type) => type === "null" || wanted.includes(type));
  const reads = only("integer", "number") ? "number" : only("boolean") ? "boolean" : "string";
  return { reads, list: false, expressible: !types.has("object") };
}

function typesOf(protocol: Protocol, id: SchemaId, passed: Set<SchemaId>): Set<JsonType> {
  const rules = protocol.schemas.get(id)?.rules;
  if (rules === undefined || passed.has(id)) return new Set();
  passed.add(id);
  if (rules.type !== undefined) return new Set(rules.type);
  const values = rules.const === undefined ? rules.enum : [rules.const.value];
  if (values !== undefined) return new Set(values.map(typeOfValue));
  const parts = [...(rules.ref === undefined ? [] : [rules.ref]), ...(rules.allOf ?? []), ...(rules.anyOf ?? []), ...(rules.oneOf ?? [])];
  return new Set(parts.flatMap((part) => [...typesOf(protocol, part, passed)]));
}

function itemsOf(protocol: Protocol, id: SchemaId, passed: Set<SchemaId>): SchemaId | undefined {
  const rules = protocol.schemas.get(id)?.rules;
  if (rules === undefined || passed.has(id)) return undefined;
  passed.add(id);
  if (rules.items !== undefined) return rules.items;
  for (const part of [
    ...(rules.ref === undefined ? [] : [rules.ref]),
    ...(rules.allOf ?? []),
    ...(rules.anyOf ?? []),
    ...(rules.oneOf ?? []),
  ]) {
    const items = itemsOf(protocol, part, passed);
    if (items !== undefined) return items;
  }
  return undefined;
}

function typeOfValue(value: Json): JsonType {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  return typeof value === "object" ? "object" : typeof value === "string" ? "string" : typeof value === "boolean" ? "boolean" : "number";
}
