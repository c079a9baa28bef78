import type { Json } from "../model/json.js";
import type { Schema, SchemaId } from "../model/schema.js";
import { evaluate } from "../rules/evaluate.js";
import { isArray, isObject } from "../rules/json-value.js";
import { matchesPattern } from "../text/pattern-form.js";
import type { Step } from "./value-at.js";

/** A demand of a schema that is made on a part of a value. */
export interface Site {
  readonly schema: Schema;
  readonly keyword: string;
  /** To the part that the schema judges. */
  readonly path: readonly Step[];
  readonly value: Json;
  /** The member that the demand is about: of `required`, of a property that must not be there. */
  readonly member?: string;
}

/** A part of a value, and a schema that is applied to it. */
export interface Spot {
  readonly schema: Schema;
  readonly path: readonly Step[];
  readonly value: Json;
}

/** All schemas that are applied to a value and to its parts, each with the part; of a choice, the branches that the value has taken. */
export function spotsOf(schemas: ReadonlyMap<SchemaId, Schema>, root: SchemaId, whole: Json): readonly Spot[] {
  const spots: Spot[] = [];
  const seen = new Set<string>();
  const visit = (id: SchemaId | undefined, path: readonly Step[], value: Json, around: readonly SchemaId[]): void => {
    const schema = id === undefined ? undefined : schemas.get(id);
    const key = `${JSON.stringify(path)} ${String(id)}`;
    // A schema inside itself says nothing that it did not say outside.
    if (schema === undefined || seen.has(key) || around.includes(schema.id)) return;
    seen.add(key);
    spots.push({ schema, path, value });
    const same = (next: SchemaId | undefined) => visit(next, path, value, around);
    const inside = [...around, schema.id];
    const holds = (one: SchemaId) => evaluate(schemas, one, value).length === 0;
    const { rules } = schema;
    same(rules.ref);
    for (const branch of rules.allOf ?? []) same(branch);
    for (const branch of [...(rules.anyOf ?? []), ...(rules.oneOf ?? [])]) if (holds(branch)) same(branch);
    if (rules.if !== undefined) same(holds(rules.if) ? rules.then : rules.else);
    if (isArray(value)) {
      const { prefixItems = [] } = rules;
      for (const [index, item] of value.entries()) visit(prefixItems[index] ?? rules.items ?? rules.unevaluatedItems, [...path, index], item, inside);
    } else if (isObject(value)) {
      for (const { name, schema: next } of rules.dependentSchemas ?? []) if (Object.hasOwn(value, name)) same(next);
      for (const [name, member] of Object.entries(value)) for (const next of ofMember(schema, name)) visit(next, [...path, name], member, inside);
    }
  };
  visit(root, [], whole, []);
  return spots;
}

/** The schemas that a schema applies to a member of that name. What others judge too is among them: `unevaluatedProperties` where it stands alone. */
function ofMember({ rules }: Schema, name: string): readonly SchemaId[] {
  const declared = (rules.properties ?? []).filter((property) => property.name === name).map(({ schema }) => schema);
  const named = (rules.patternProperties ?? []).filter(({ pattern }) => matchesPattern(pattern, name) === true).map(({ schema }) => schema);
  if (declared.length + named.length > 0) return [...declared, ...named];
  return rules.additionalProperties === undefined ? [] : [rules.additionalProperties];
}

/** What the schema of a spot demands there. */
export function sitesAt(schemas: ReadonlyMap<SchemaId, Schema>, { schema, path, value }: Spot): readonly Site[] {
  const { rules } = schema;
  const site = (keyword: string, member?: string): Site => ({ schema, keyword, path, value, ...(member === undefined ? {} : { member }) });
  const isClosed = (id: SchemaId | undefined) => id !== undefined && schemas.get(id)?.rules.always === false;
  const found = alone.filter((keyword) => rules[keyword] !== undefined && rules[keyword] !== false).map((keyword) => site(keyword));
  if (isObject(value)) {
    for (const name of rules.required ?? []) found.push(site("required", name));
    for (const { property, required } of rules.dependentRequired ?? []) {
      if (Object.hasOwn(value, property)) for (const name of required) found.push(site("dependentRequired", name));
    }
    for (const { name, schema: of } of rules.properties ?? []) if (isClosed(of)) found.push({ ...site("false", name), schema: schemas.get(of) ?? schema });
    if (isClosed(rules.additionalProperties)) found.push(site("additionalProperties"));
    if (isClosed(rules.unevaluatedProperties)) found.push(site("unevaluatedProperties"));
    if (rules.propertyNames !== undefined) found.push(site("propertyNames"));
  }
  const { prefixItems = [], items } = rules;
  if (isArray(value) && isClosed(items) && value.length >= prefixItems.length) {
    found.push({ ...site("false", String(value.length)), schema: schemas.get(items ?? "") ?? schema });
  }
  if (isArray(value) && isClosed(rules.unevaluatedItems)) found.push(site("unevaluatedItems"));
  if (isArray(value) && rules.contains !== undefined) found.push(site(rules.minContains === undefined ? "contains" : "minContains"));
  return found.filter(({ keyword }) => appliesTo(keyword, value));
}

/** The schemas that may be applied to a value or a part of it, and make demands of their own there. */
export function demandingSchemas(schemas: ReadonlyMap<SchemaId, Schema>, root: SchemaId): readonly Schema[] {
  const found = new Map<SchemaId, Schema>();
  const add = (id: SchemaId | undefined): void => {
    const schema = id === undefined ? undefined : schemas.get(id);
    if (schema === undefined || found.has(schema.id) || schema.rules.always !== undefined) return;
    found.set(schema.id, schema);
    const { rules } = schema;
    const members = [...(rules.properties ?? []), ...(rules.patternProperties ?? []), ...(rules.dependentSchemas ?? [])].map((one) => one.schema);
    const branches = [...(rules.allOf ?? []), ...(rules.anyOf ?? []), ...(rules.oneOf ?? []), ...(rules.prefixItems ?? [])];
    const rest = [rules.items, rules.unevaluatedItems, rules.additionalProperties, rules.unevaluatedProperties];
    for (const next of [rules.ref, ...branches, rules.then, rules.else, ...members, ...rest]) add(next);
  };
  add(root);
  return [...found.values()];
}

/** Keywords that are one demand each on the whole part. */
const alone = [
  "type", "const", "enum", "multipleOf", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "minLength", "maxLength", "pattern", "format", "minItems",
  "maxItems", "uniqueItems", "maxContains", "minProperties", "maxProperties", "anyOf", "oneOf", "not",
] as const;

function appliesTo(keyword: string, value: Json): boolean {
  if (/^(multipleOf|(exclusiveM|m)(inimum|aximum))$/.test(keyword)) return typeof value === "number";
  if (/^(m..Length|pattern|format)$/.test(keyword)) return typeof value === "string";
  if (/Items$|Contains$|^contains$/.test(keyword)) return isArray(value);
  return !/^m..Properties$/.test(keyword) || isObject(value);
}
