import type { Json } from "../model/json.js";
import type { Schema, SchemaId } from "../model/schema.js";
import { hasType, isArray, isObject } from "../rules/json-value.js";
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

function* objects(schemas: ReadonlyMap<SchemaId, Schema>, { schema, keyword }: Site, value: { readonly [key: string]: Json }, member: string): Iterable<Json> {
  const { rules } = schema;
  const names = Object.keys(value);
  const others = [rules.additionalProperties, rules.unevaluatedProperties].map((id) => (id === undefined ? undefined : instanceOf(schemas, id))).filter((one) => one !== undefined);
  const fillers = [...others, "text", 7, true];
  if (keyword === "required" || keyword === "dependentRequired") yield without(value, member);
  if (keyword === "false") yield* fillers.map((filler) => withMember(value, member, filler));
  if (keyword === "additionalProperties" || keyword === "unevaluatedProperties") yield withMember(value, "unknownMember", "text");
  if (keyword === "propertyNames") {
    const samples = rules.propertyNames === undefined ? [] : facetsOf(schemas, rules.propertyNames, 0).flatMap(({ rules: { maxLength } }) => (maxLength === undefined ? [] : ["a".repeat(maxLength + 1)]));
    for (const name of [...samples, "", "~", "not a name", ...(names[0] === undefined ? [] : textsNear(names[0]))]) for (const filler of [...fillers, ...Object.values(value).slice(0, 1)]) yield withMember(value, name, filler);
  }
  if (keyword === "minProperties") {
    const required = new Set(rules.required);
    const left = [...names.filter((name) => required.has(name)), ...names.filter((name) => !required.has(name))].slice(0, (rules.minProperties ?? 1) - 1);
    yield Object.fromEntries(left.map((name) => [name, value[name] ?? null]));
  }
  if (keyword === "maxProperties" && (rules.maxProperties ?? 0) < mostMembers) {
    const missing = (rules.maxProperties ?? 0) + 1 - names.length;
    const named = Object.values(value);
    for (const filler of [...fillers, ...named.slice(0, 1)]) yield { ...value, ...Object.fromEntries(Array.from({ length: missing }, (_, at) => [`member${String(at)}`, filler])) };
    let whole: { readonly [key: string]: Json } = value;
    for (const { name, schema: of } of rules.properties ?? []) whole = Object.hasOwn(whole, name) ? whole : withMember(whole, name, instanceOf(schemas, of) ?? "text");
    yield whole;
  }
}

function of(value: Json | undefined): readonly Json[] {
  return value === undefined ? [] : [value];
}
