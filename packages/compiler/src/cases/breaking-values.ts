import type { Json } from "../model/json.js";
import type { Rules, Schema, SchemaId } from "../model/schema.js";
import { hasType, isArray, isObject, type JsonObject } from "../rules/json-value.js";
import { facetsOf, instanceOf, otherInstances, valuesNear } from "./instance.js";
import { textsNear, textsOfLength } from "./near-text.js";
import type { Site } from "./site.js";
import { without, withMember } from "./value-at.js";

/** What may stand in the place of the part so that the demand is not met. Whether it is this demand alone that is broken is judged by others. */
export function* breakingValues(schemas: ReadonlyMap<SchemaId, Schema>, site: Site): Iterable<Json> {
  const { schema, keyword, value, member } = site;
  const { rules } = schema;
  switch (keyword) {
    case "type":
      yield* ofAllTypes.filter((other) => !(rules.type ?? []).some((type) => hasType(other, type)));
      return;
    case "const":
    case "enum":
      yield* valuesNear(value);
      yield* ofAllTypes;
      return;
    case "anyOf":
    case "oneOf":
      yield* ofAllTypes;
      yield* valuesNear(value);
      yield* ofSeveralBranches(schemas, rules.oneOf ?? [], value);
      return;
    case "not":
      yield* of(rules.not === undefined ? undefined : instanceOf(schemas, rules.not));
      yield* ofAllTypes;
      return;
    case "false":
      if (isArray(value)) yield [...value, "item"];
      else if (isObject(value)) yield* objects(schemas, site, value, member ?? "");
      return;
    case "dependentRequired":
    case "required":
    case "additionalProperties":
    case "unevaluatedProperties":
    case "propertyNames":
    case "minProperties":
    case "maxProperties":
      if (isObject(value)) yield* objects(schemas, site, value, member ?? "");
      return;
    default:
  }
  if (typeof value === "number") yield* numbers(site, value);
  else if (typeof value === "string") yield* texts(site, value);
  else if (isArray(value)) yield* lists(schemas, site, value);
}

const ofAllTypes: readonly Json[] = ["text", 7, true, null, {}, [], 1.5, "", -1, ["text"], { member: "text" }];

/** What several branches take at once, where each would take a part of it. */
function* ofSeveralBranches(schemas: ReadonlyMap<SchemaId, Schema>, branches: readonly SchemaId[], value: Json): Iterable<Json> {
  const found = branches.map((branch) => instanceOf(schemas, branch)).filter((one) => one !== undefined);
  yield* found;
  const merged = found.filter(isObject).map((one) => (isObject(value) ? { ...one, ...value } : one));
  yield* merged;
  if (merged.length > 1) yield Object.assign({}, ...merged) as Json;
}

function* numbers({ schema: { rules }, keyword }: Site, value: number): Iterable<number> {
  const { multipleOf = 1, minimum = value, maximum = value, exclusiveMinimum = value, exclusiveMaximum = value } = rules;
  if (keyword === "multipleOf") yield* [value + 1, value - 1, value + multipleOf / 2, value - multipleOf / 2, value + multipleOf / 10];
  if (keyword === "minimum") yield* [minimum - multipleOf, minimum - 1, minimum - 0.5, minimum - 1000];
  if (keyword === "maximum") yield* [maximum + multipleOf, maximum + 1, maximum + 0.5, maximum * 2 + 1];
  if (keyword === "exclusiveMinimum") yield* [exclusiveMinimum, exclusiveMinimum - 1];
  if (keyword === "exclusiveMaximum") yield* [exclusiveMaximum, exclusiveMaximum + 1];
}

function* texts({ schema: { rules }, keyword }: Site, value: string): Iterable<string> {
  if (keyword === "minLength" && rules.minLength !== undefined && rules.minLength > 0) yield* textsOfLength(value, rules.minLength - 1);
  if (keyword === "maxLength" && rules.maxLength !== undefined && rules.maxLength < longestText) yield* textsOfLength(value, rules.maxLength + 1);
  if (keyword === "pattern" || keyword === "format") yield* textsNear(value);
}

// A demand of more than this is broken by nothing that a receiver would read to its end.
const longestText = 1_000_000;
const mostMembers = 10_000;

function* lists(schemas: ReadonlyMap<SchemaId, Schema>, { schema: { rules }, keyword }: Site, value: readonly Json[]): Iterable<readonly Json[]> {
  const { minItems = 0, maxItems = 0, items } = rules;
  if (keyword === "minItems" && minItems > 0) yield value.slice(0, minItems - 1);
  if (keyword === "maxItems" && maxItems < mostMembers) {
    const longer = [...value];
    for (const other of otherInstances(schemas, items, value)) {
      if (longer.length > maxItems) break;
      longer.push(other);
    }
    yield longer;
    const [first = "item"] = value;
    yield [...value, ...Array.from({ length: Math.max(0, maxItems + 1 - value.length) }, () => first)];
  }
  if (keyword === "uniqueItems") yield* value.map((item) => [...value, item]);
  if (keyword === "uniqueItems") for (const [index, item] of value.entries()) yield value.map((one, at) => (at === index + 1 ? item : one));
  if (keyword === "contains" || keyword === "minContains") yield* [[], ...value.map((_, at) => value.filter((_one, index) => index !== at))];
  if (keyword === "maxContains") yield [...value, ...Array.from({ length: (rules.maxContains ?? 0) + 1 }, () => value[0] ?? "item")];
  if (keyword === "unevaluatedItems") yield [...value, "item"];
}

function* objects(schemas: ReadonlyMap<SchemaId, Schema>, { schema: { rules }, keyword }: Site, value: JsonObject, member: string): Iterable<Json> {
  const rest = [rules.additionalProperties, rules.unevaluatedProperties].flatMap((id) => (id === undefined ? [] : of(instanceOf(schemas, id))));
  const fillers = [...rest, "text", 7, true, ...Object.values(value).slice(0, 1)];
  if (keyword === "required" || keyword === "dependentRequired") yield without(value, member);
  if (keyword === "false") yield* fillers.map((filler) => withMember(value, member, filler));
  if (keyword === "additionalProperties" || keyword === "unevaluatedProperties") yield withMember(value, "unknownMember", "text");
  if (keyword === "propertyNames") for (const name of otherNames(schemas, rules, value)) yield* fillers.map((filler) => withMember(value, name, filler));
  if (keyword === "minProperties") yield fewerMembers(value, rules);
  if (keyword === "maxProperties" && (rules.maxProperties ?? 0) < mostMembers) yield* moreMembers(schemas, rules, value, fillers);
}

function* otherNames(schemas: ReadonlyMap<SchemaId, Schema>, { propertyNames }: Rules, value: JsonObject): Iterable<string> {
  const lengths = propertyNames === undefined ? [] : facetsOf(schemas, propertyNames, 0).flatMap(({ rules: { maxLength } }) => maxLength ?? []);
  yield* lengths.map((length) => "a".repeat(length + 1));
  yield* ["", "~", "not a name"];
  for (const name of Object.keys(value).slice(0, 1)) yield* textsNear(name);
}

/** One too few, those that are required first. */
function fewerMembers(value: JsonObject, { required = [], minProperties = 1 }: Rules): JsonObject {
  const entries = Object.entries(value);
  const isRequired = ([name]: readonly [string, Json]) => required.includes(name);
  return Object.fromEntries([...entries.filter(isRequired), ...entries.filter((entry) => !isRequired(entry))].slice(0, minProperties - 1));
}

function* moreMembers(schemas: ReadonlyMap<SchemaId, Schema>, { maxProperties = 0, properties = [] }: Rules, value: JsonObject, fillers: readonly Json[]): Iterable<Json> {
  const missing = maxProperties + 1 - Object.keys(value).length;
  for (const filler of fillers) yield { ...value, ...Object.fromEntries(Array.from({ length: missing }, (_, at) => [`member${String(at)}`, filler])) };
  const declared = properties.filter(({ name }) => !Object.hasOwn(value, name));
  yield declared.reduce((whole, { name, schema }) => withMember(whole, name, instanceOf(schemas, schema) ?? "text"), value);
}

function of(value: Json | undefined): readonly Json[] {
  return value === undefined ? [] : [value];
}
