import type { Json, Rules, Schema, SchemaId } from "@parley/compiler";
import type { SchemaPlan } from "./plan.js";

/** A declared schema as JSON Schema 2020-12, whatever dialect the author wrote it in; what it refers to by name is in `$defs` of a whole. */
export function jsonSchemaOf(plan: SchemaPlan, schema: Schema): Json {
  return objectOf(plan, schema);
}

/** Where another schema is said: by the name of its declaration, else in place. */
function inner(plan: SchemaPlan, id: SchemaId): Json {
  const declaration = plan.declarationOf(id);
  if (declaration !== undefined) return { $ref: `#/$defs/${declaration.name}` };
  const schema = plan.protocol.schemas.get(id);
  return schema === undefined ? true : objectOf(plan, schema);
}

function objectOf(plan: SchemaPlan, { rules }: Schema): Json {
  if (rules.always !== undefined) return rules.always;
  const members: [string, Json][] = [];
  const add = (keyword: string, value: Json | undefined): void => {
    if (value !== undefined) members.push([keyword, value]);
  };
  const one = (id: SchemaId): Json => inner(plan, id);
  const named = (list: readonly { readonly name: string; readonly schema: SchemaId }[]): Json => record(list.map(({ name, schema }) => [name, one(schema)]));
  const target = rules.ref === undefined ? undefined : one(rules.ref);
  const path = referenceIn(target);
  add("$ref", path);
  if (rules.type !== undefined) add("type", rules.type.length === 1 ? rules.type[0] : rules.type);
  if (rules.const !== undefined) add("const", rules.const.value);
  for (const keyword of plainKeywords) add(keyword, rules[keyword]);
  for (const keyword of schemaKeywords) add(keyword, rules[keyword] === undefined ? undefined : one(rules[keyword]));
  for (const keyword of listKeywords) add(keyword, rules[keyword]?.map(one));
  // A reference can name a place only: to what has none it is one branch more.
  if (target !== undefined && path === undefined) add("allOf", [...(rules.allOf ?? []).map(one), target]);
  if (rules.properties !== undefined) add("properties", named(rules.properties));
  if (rules.patternProperties !== undefined) {
    add("patternProperties", record(rules.patternProperties.map(({ pattern, schema }) => [pattern, one(schema)])));
  }
  if (rules.dependentSchemas !== undefined) add("dependentSchemas", named(rules.dependentSchemas));
  if (rules.dependentRequired !== undefined) {
    add("dependentRequired", record(rules.dependentRequired.map(({ property, required }) => [property, required])));
  }
  return record(members);
}

function referenceIn(target: Json | undefined): string | undefined {
  if (typeof target !== "object" || target === null || !("$ref" in target)) return undefined;
  return typeof target.$ref === "string" ? target.$ref : undefined;
}

/** `__proto__` is a key as any other. */
function record(members: readonly (readonly [string, Json])[]): Json {
  return Object.fromEntries(members);
}

const plainKeywords = [
  "enum", "multipleOf", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "minLength", "maxLength", "pattern", "format", "minItems", "maxItems",
  "uniqueItems", "minContains", "maxContains", "required", "minProperties", "maxProperties",
] as const satisfies readonly (keyof Rules)[];

const schemaKeywords = [
  "items", "unevaluatedItems", "contains", "additionalProperties", "unevaluatedProperties", "propertyNames", "not", "if", "then", "else",
] as const satisfies readonly (keyof Rules)[];

const listKeywords = ["prefixItems", "allOf", "anyOf", "oneOf"] as const satisfies readonly (keyof Rules)[];
