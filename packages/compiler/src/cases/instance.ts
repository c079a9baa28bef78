import type { Json } from "../model/json.js";
import type { JsonType, Rules, Schema, SchemaId } from "../model/schema.js";
import { evaluate } from "../rules/evaluate.js";
import { isObject, type JsonObject, sameJson } from "../rules/json-value.js";
import { textOfPattern } from "./text-of-pattern.js";
import { textsNear } from "./near-text.js";
import { withMember } from "./value-at.js";

/** A valid value of a schema: one that it shows, else one made by its rules; undefined where none was found. */
export function instanceOf(schemas: ReadonlyMap<SchemaId, Schema>, id: SchemaId): Json | undefined {
  const known = made.get(schemas) ?? new Map<SchemaId, Json | undefined>();
  made.set(schemas, known);
  if (!known.has(id)) known.set(id, firstValid({ schemas, depth: 0 }, id));
  return known.get(id);
}

// Most schemas are in many operations.
const made = new WeakMap<ReadonlyMap<SchemaId, Schema>, Map<SchemaId, Json | undefined>>();

/** Other valid values of a schema than those that are there. */
export function* otherInstances(schemas: ReadonlyMap<SchemaId, Schema>, id: SchemaId | undefined, values: readonly Json[]): Iterable<Json> {
  const known = [...values];
  for (const value of id === undefined ? [] : instances({ schemas, depth: 0 }, id)) yield* fresh(value);
  for (const value of values) for (const near of valuesNear(value)) yield* fresh(near);

  function* fresh(value: Json): Iterable<Json> {
    if (known.some((one) => sameJson(one, value)) || (id !== undefined && evaluate(schemas, id, value).length > 0)) return;
    known.push(value);
    yield value;
  }
}

interface Making {
  readonly schemas: ReadonlyMap<SchemaId, Schema>;
  readonly depth: number;
}

const maxDepth = 16;
const mostTried = 200;
const mostVariants = 2_000;

function firstValid(making: Making, id: SchemaId): Json | undefined {
  if (making.depth > maxDepth) return undefined;
  let tried = 0;
  for (const value of instances(making, id)) {
    if (evaluate(making.schemas, id, value).length === 0) return value;
    tried += 1;
    if (tried > mostTried) return undefined;
  }
  return undefined;
}

/** Values that may be valid: what the author shows, then what the rules give, a branch of a choice after the other. */
function* instances(making: Making, id: SchemaId): Iterable<Json> {
  for (let branch = 0; branch < branchesTried; branch += 1) {
    const facets = facetsOf(making.schemas, id, branch);
    if (branch === 0) {
      for (const { notes } of facets) yield* notes.examples ?? [];
      for (const { notes } of facets) if (notes.default !== undefined) yield notes.default;
    }
    const rules = facets.map((facet) => facet.rules);
    for (const { const: constant } of rules) if (constant !== undefined) yield constant.value;
    for (const { enum: values } of rules) yield* values ?? [];
    for (const type of typesOf(rules)) yield* ofType(making, rules, type);
  }
}

const branchesTried = 8;

/** The schemas that are applied to one value, where of each choice the branch of that number is taken. */
export function facetsOf(schemas: ReadonlyMap<SchemaId, Schema>, id: SchemaId, branch: number): readonly Schema[] {
  const found = new Map<SchemaId, Schema>();
  const add = (one: SchemaId | undefined): void => {
    const schema = one === undefined ? undefined : schemas.get(one);
    if (schema === undefined || found.has(schema.id)) return;
    found.set(schema.id, schema);
    const { ref, allOf = [], anyOf = [], oneOf = [], then } = schema.rules;
    for (const next of [ref, ...allOf, anyOf[branch % Math.max(anyOf.length, 1)], oneOf[branch % Math.max(oneOf.length, 1)], then]) add(next);
  };
  add(id);
  return [...found.values()];
}

function typesOf(facets: readonly Rules[]): readonly JsonType[] {
  const named = facets.flatMap(({ type }) => (type === undefined ? [] : [type]));
  const [first, ...others] = named;
  if (first !== undefined) return first.filter((type) => others.every((types) => types.includes(type) || (type === "integer" && types.includes("number"))));
  if (facets.some(({ properties, required }) => properties !== undefined || required !== undefined)) return ["object"];
  if (facets.some(({ items, prefixItems }) => items !== undefined || prefixItems !== undefined)) return ["array"];
  if (facets.some(({ minimum, maximum }) => minimum !== undefined || maximum !== undefined)) return ["integer"];
  return ["string", "object", "integer", "boolean", "array", "null"];
}

function ofType(making: Making, facets: readonly Rules[], type: JsonType): Iterable<Json> {
  switch (type) {
    case "null":
      return [null];
    case "boolean":
      return [true, false];
    case "integer":
    case "number":
      return numbers(facets);
    case "string":
      return texts(facets);
    case "array":
      return [list(making, facets)];
    case "object":
      return [object(making, facets)];
  }
}

function* numbers(facets: readonly Rules[]): Iterable<number> {
  for (const { minimum, exclusiveMinimum, multipleOf, maximum, exclusiveMaximum } of facets) {
    const step = multipleOf ?? 1;
    if (minimum !== undefined) yield* [minimum, Math.ceil(minimum / step) * step];
    if (exclusiveMinimum !== undefined) yield* [exclusiveMinimum + step, exclusiveMinimum + step / 1000];
    if (multipleOf !== undefined) yield multipleOf;
    if (maximum !== undefined) yield maximum;
    if (exclusiveMaximum !== undefined) yield exclusiveMaximum - step;
  }
  yield* [1, 0, 0.5, 10, 100];
}

const ofFormat: { readonly [format: string]: string } = {
  "date-time": "2026-01-02T03:04:05Z", date: "2026-01-02", time: "03:04:05Z", duration: "PT1M", email: "a@example.org", "idn-email": "a@example.org",
  hostname: "example.org", "idn-hostname": "example.org", ipv4: "192.0.2.1", ipv6: "2001:db8::1", uri: "https://example.org/a", "uri-reference": "/a",
  iri: "https://example.org/a", "iri-reference": "/a", "uri-template": "/a/{b}", uuid: "6f1e2d3c-4b5a-4978-8a6b-5c4d3e2f1a0b", "json-pointer": "/a",
  "relative-json-pointer": "0/a", regex: "^a$",
};

function* texts(facets: readonly Rules[]): Iterable<string> {
  const least = Math.max(0, ...facets.flatMap(({ minLength }) => minLength ?? []));
  const most = Math.min(Infinity, ...facets.flatMap(({ maxLength }) => maxLength ?? []));
  for (const { format } of facets) if (format !== undefined && ofFormat[format] !== undefined) yield ofFormat[format];
  for (const { pattern } of facets) {
    const text = pattern === undefined ? undefined : (textOfPattern(pattern, Math.max(least, 1), most) ?? textOfPattern(pattern, least, most));
    if (text !== undefined) yield text;
  }
  yield "text".slice(0, Number.isFinite(most) ? most : 4).padEnd(least, "a");
}

function list(making: Making, facets: readonly Rules[]): readonly Json[] {
  const least = Math.max(0, ...facets.flatMap(({ minItems }) => minItems ?? []), ...facets.map(({ contains }) => (contains === undefined ? 0 : 1)));
  const prefix = facets.flatMap(({ prefixItems }) => prefixItems ?? []);
  const items = facets.flatMap((rules) => rules.contains ?? rules.items ?? [])[0];
  const deeper = { ...making, depth: making.depth + 1 };
  const values = prefix.slice(0, least).map((id) => firstValid(deeper, id) ?? null);
  const first = least > values.length && items !== undefined ? firstValid(deeper, items) : undefined;
  if (least > values.length) values.push(first ?? "item");
  for (const other of values.length < least ? otherInstances(making.schemas, items, values.slice(-1)) : []) {
    if (values.length >= least) break;
    values.push(other);
  }
  return values;
}

function object(making: Making, facets: readonly Rules[]): JsonObject {
  const least = Math.max(0, ...facets.flatMap(({ minProperties }) => minProperties ?? []));
  const properties = facets.flatMap((rules) => rules.properties ?? []);
  const wanted = new Set(facets.flatMap(({ required }) => required ?? []));
  for (const { name } of properties) if (wanted.size < least) wanted.add(name);
  for (let extra = 1; wanted.size < least; extra += 1) wanted.add(`extra${String(extra)}`);
  const others = facets.flatMap(({ additionalProperties, unevaluatedProperties }) => additionalProperties ?? unevaluatedProperties ?? []);
  const deeper = { ...making, depth: making.depth + 1 };
  let value: JsonObject = {};
  for (const name of wanted) {
    const declared = properties.filter((property) => property.name === name).map(({ schema }) => schema);
    const schemas = declared.length > 0 ? declared : others;
    const found = schemas.map((id) => firstValid(deeper, id)).filter((one) => one !== undefined);
    const best = found.find((one) => schemas.every((id) => evaluate(making.schemas, id, one).length === 0));
    value = withMember(value, name, best ?? found[0] ?? "text");
  }
  return value;
}

/** Values of the same type that differ in little. */
export function* valuesNear(value: Json): Iterable<Json> {
  if (typeof value === "number") yield* [1, -1, 2, 0.5, 10, 3, 4, 5, 6, 7, 8, 9].map((step) => value + step);
  else if (typeof value === "boolean") yield !value;
  else if (typeof value === "string") {
    for (let count = 2; count <= mostVariants; count += 1) yield value.slice(0, Math.max(0, value.length - String(count).length)) + String(count);
    for (let count = 2; count <= mostVariants; count += 1) yield `${value}${String(count)}`;
    yield* textsNear(value);
  } else if (isObject(value)) {
    for (const [name, member] of Object.entries(value)) for (const near of valuesNear(member)) yield withMember(value, name, near);
  }
}
