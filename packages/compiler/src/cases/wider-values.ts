import type { Json } from "../model/json.js";
import type { Rules, Schema, SchemaId } from "../model/schema.js";
import { evaluate } from "../rules/evaluate.js";
import { isArray, isObject, type JsonObject } from "../rules/json-value.js";
import { instanceOf } from "./instance.js";
import { matchesPattern } from "../text/pattern-form.js";
import type { Spot } from "./site.js";
import { textOfPattern } from "./text-of-pattern.js";
import { without, withMember, withValueAt } from "./value-at.js";

/**
 * Valid values that hold one thing more than a valid one: a member or an item that it leaves out, another branch of a choice. So every schema is
 * applied to something. What was added at a place once is remembered, and not added again.
 */
export function* widerValues(schemas: ReadonlyMap<SchemaId, Schema>, root: SchemaId, whole: Json, spot: Spot, widened: Set<string>): Iterable<Json> {
  const { schema, path, value } = spot;
  const place = `${schema.id} ${JSON.stringify(path.map((step) => (typeof step === "number" ? "*" : step)))}`;
  const isNew = (what: string): boolean => !widened.has(`${place} ${what}`);
  for (const { what, parts } of additions(schemas, schema, value)) {
    if (!isNew(what) || path.length > deepest) continue;
    for (const part of parts()) {
      const wider = withValueAt(whole, path, part);
      if (wider === undefined || evaluate(schemas, root, wider).length > 0) continue;
      widened.add(`${place} ${what}`);
      yield wider;
      break;
    }
  }
}

const deepest = 24;

interface Addition {
  /** Names what is added, in the schema of the spot. */
  readonly what: string;
  readonly parts: () => Iterable<Json>;
}

function* additions(schemas: ReadonlyMap<SchemaId, Schema>, { rules }: Schema, value: Json): Iterable<Addition> {
  for (const branch of [...(rules.anyOf ?? []), ...(rules.oneOf ?? [])]) {
    if (evaluate(schemas, branch, value).length > 0) yield { what: branch, parts: () => ofBranch(schemas, branch, value) };
  }
  const { if: condition, then, else: otherwise } = rules;
  if (condition !== undefined) {
    const wanted = evaluate(schemas, condition, value).length > 0 ? then : otherwise;
    if (wanted !== undefined) yield { what: wanted, parts: () => [...ofBranch(schemas, condition, value), ...ofBranch(schemas, wanted, value)] };
  }
  if (isArray(value)) {
    const next = rules.prefixItems?.[value.length] ?? rules.items;
    if (next !== undefined && value.length === 0) yield { what: "item", parts: () => given(instanceOf(schemas, next), (item) => [[item]]) };
  } else if (isObject(value)) yield* members(schemas, rules, value);
}

function* members(schemas: ReadonlyMap<SchemaId, Schema>, rules: Rules, value: JsonObject): Iterable<Addition> {
  const missing = (name: string) => !Object.hasOwn(value, name);
  const named = (schema: SchemaId, wished: readonly string[]) => given(instanceOf(schemas, schema), (member) => wished.map((name) => withMember(value, name, member)));
  for (const { name, schema } of rules.properties ?? []) if (missing(name)) yield { what: `member ${name}`, parts: () => named(schema, [name]) };
  for (const { pattern, schema } of rules.patternProperties ?? []) {
    const fits = (name: string | undefined): name is string => name !== undefined && matchesPattern(pattern, name) === true;
    if (!Object.keys(value).some(fits)) yield { what: `member like ${pattern}`, parts: () => named(schema, [textOfPattern(pattern, 1, 64), ...names].filter(fits)) };
  }
  for (const { name, schema } of rules.dependentSchemas ?? []) {
    const parts = () => given(instanceOf(schemas, schema), (other) => (isObject(other) ? [{ ...value, ...other }] : []));
    if (missing(name)) yield { what: `dependent ${name}`, parts };
  }
  for (const { property, required } of rules.dependentRequired ?? []) {
    const parts = () => [[property, ...required].filter(missing).reduce((whole, name) => withMember(whole, name, "text"), value)];
    if (missing(property)) yield { what: `required with ${property}`, parts };
  }
  const { additionalProperties: others, properties = [] } = rules;
  const hasOther = Object.keys(value).some((name) => properties.every((property) => property.name !== name));
  if (others !== undefined && !hasOther) yield { what: "other member", parts: () => named(others, names) };
}

// Of the names that a schema may take, one is mostly among these.
const names = ["other", "other-member", "OTHER", "en", "https://example.org/other", "1"];

function* ofBranch(schemas: ReadonlyMap<SchemaId, Schema>, branch: SchemaId, value: Json): Iterable<Json> {
  const found = instanceOf(schemas, branch);
  if (found === undefined) return;
  if (isObject(found) && isObject(value)) {
    yield { ...value, ...found };
    // What other branches want may have to go.
    for (const name of Object.keys(value)) if (!Object.hasOwn(found, name)) yield { ...without(value, name), ...found };
  }
  yield found;
}

function given(value: Json | undefined, make: (value: Json) => readonly Json[]): readonly Json[] {
  return value === undefined ? [] : make(value);
}
