import type { Json, JsonType, Protocol, Rules, SchemaId } from "@parley/compiler";

/** What a text on the wire stands for, in the words of the runtime. */
export type TextKind = "string" | "number" | "boolean" | "scalar";

/** What the texts of a parameter, a header or a field of a form stand for. */
export type TextForm =
  | { readonly kind: "text"; readonly reads: TextKind }
  | { readonly kind: "list"; readonly of: TextForm }
  | ObjectForm;

export interface ObjectForm {
  readonly kind: "object";
  readonly members: ReadonlyMap<string, TextForm>;
  /** Members that the schema does not name: absent where it forbids them. */
  readonly others?: TextForm;
  /** True where the schema says what the others are, or names no member at all. */
  readonly expectsOthers: boolean;
}

/** Decides by the types that a schema allows; a text that could be several things is a string where it may be one. */
export function textFormOf(protocol: Protocol, id: SchemaId | undefined, within: readonly SchemaId[] = []): TextForm {
  if (id === undefined || within.includes(id)) return { kind: "text", reads: "string" };
  const parts = partsOf(protocol, id);
  const types = new Set(parts.flatMap(typesOf));
  const inner = (schema: SchemaId | undefined): TextForm => textFormOf(protocol, schema, [...within, id]);
  if (types.has("array")) return { kind: "list", of: inner(parts.find(({ items }) => items !== undefined)?.items ?? parts[0]?.prefixItems?.[0]) };
  if (types.has("object")) return objectForm(parts, inner);
  return { kind: "text", reads: kindOf(parts, types) };
}

function objectForm(parts: readonly Rules[], inner: (schema: SchemaId | undefined) => TextForm): ObjectForm {
  const members = new Map<string, TextForm>();
  for (const { properties } of parts) for (const { name, schema } of properties ?? []) members.set(name, inner(schema));
  const stated = parts.flatMap(({ additionalProperties, patternProperties }) => [
    ...(additionalProperties === undefined ? [] : [additionalProperties]),
    ...(patternProperties ?? []).map(({ schema }) => schema),
  ]);
  const [other] = stated;
  return {
    kind: "object",
    members,
    others: other === undefined ? { kind: "text", reads: "string" } : inner(other),
    expectsOthers: other !== undefined || members.size === 0,
  };
}

/** The rules that judge the same value: those of a schema and of all that it refers to, combines or chooses from, each once. */
function partsOf(protocol: Protocol, id: SchemaId): readonly Rules[] {
  const found = new Map<SchemaId, Rules>();
  const waiting = [id];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const rules = protocol.schemas.get(next)?.rules;
    if (rules === undefined || found.has(next)) continue;
    found.set(next, rules);
    const { ref, allOf = [], anyOf = [], oneOf = [] } = rules;
    waiting.push(...[...(ref === undefined ? [] : [ref]), ...allOf, ...anyOf, ...oneOf].reverse());
  }
  return [...found.values()];
}

function typesOf(rules: Rules): readonly JsonType[] {
  const { type, properties, items } = rules;
  if (type !== undefined) return type;
  const known = wordsOf(rules);
  if (known !== undefined) return known.map(typeOfValue);
  return properties !== undefined ? ["object"] : items !== undefined ? ["array"] : [];
}

function kindOf(parts: readonly Rules[], types: ReadonlySet<JsonType>): TextKind {
  const isNumber = types.has("number") || types.has("integer");
  if (!types.has("string")) return isNumber ? (types.has("boolean") ? "scalar" : "number") : types.has("boolean") ? "boolean" : "string";
  if (!isNumber && !types.has("boolean")) return "string";
  // A number and a set of words can be told apart where no word looks like a number.
  const texts = parts.filter((rules) => typesOf(rules).includes("string"));
  return texts.every((rules) => wordsOf(rules)?.every(isWord) === true) ? "scalar" : "string";
}

function wordsOf({ enum: values, const: constant }: Rules): readonly Json[] | undefined {
  return constant === undefined ? values : [constant.value];
}

function isWord(value: Json): boolean {
  return typeof value !== "string" || (Number.isNaN(Number(value)) && value !== "true" && value !== "false");
}

function typeOfValue(value: Json): JsonType {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  return typeof value === "object" ? "object" : typeof value === "string" ? "string" : typeof value === "boolean" ? "boolean" : "number";
}
