import {
  blocks, type Code, code, type CodeModule, concat, type Fragment, listLiteral, literal, objectLiteral, property, type Rules, type Schema, type SchemaId,
  stringLiteral,
} from "@parley/compiler";
import type { Declaration, Part } from "./declaration.js";
import { type SchemaPlan, seeOf } from "./plan.js";
import { support } from "./print-support.js";
import { formatFunctions } from "./gen/text-sections.js";
import { tagOf } from "./tag.js";
import type { PatternTable } from "./validator-scope.js";

/** The rules of every declaration of a part as a table, in the words of the specification: what `explainX` reads. */
export function printRules(plan: SchemaPlan, part: Part, patterns: PatternTable): CodeModule {
  const declarations = plan.declarationsIn(part);
  const tables = declarations.map((declaration) => {
    const entries = [property("at", stringLiteral(seeOf(plan, declaration.schema.origin))), ...printEntries(plan, declaration.schema, patterns)];
    return code`export const ${declaration.rules}: ${support("Rules")} = ${objectLiteral(entries)};`;
  });
  return {
    path: part.rules,
    body: blocks(code`${[...patterns.constantsOf(part)]}`, ...tables),
    exports: [],
  };
}

function printEntries(plan: SchemaPlan, schema: Schema, patterns: PatternTable): readonly Code[] {
  const { rules } = schema;
  const inner = (id: SchemaId): Fragment => printInner(plan, id, patterns);
  const entries: Code[] = [];
  const add = (keyword: string, value: Fragment | undefined): void => {
    if (value !== undefined) entries.push(property(keyword, value));
  };
  const list = (ids: readonly SchemaId[]): Fragment => listLiteral(ids.map(inner));
  const named = (members: readonly { readonly name: string; readonly schema: SchemaId }[]): Fragment =>
    objectLiteral(members.map(({ name, schema: id }) => property(name, inner(id))));

  if (rules.always === false) add("never", "true");
  add("$ref", rules.ref === undefined ? undefined : inner(rules.ref));
  if (rules.type !== undefined) add("type", rules.type.length === 1 ? literal(rules.type[0] ?? "null") : literal(rules.type));
  add("const", rules.const === undefined ? undefined : literal(rules.const.value));
  for (const keyword of plainKeywords) {
    const rule = rules[keyword];
    if (rule !== undefined) add(keyword, literal(rule));
  }
  if (rules.pattern !== undefined) add("pattern", patterns.symbolOf({ rule: rules.pattern, schema }));
  if (rules.format !== undefined && formatFunctions.has(rules.format)) add("format", literal(rules.format));
  if (rules.prefixItems !== undefined) add("prefixItems", list(rules.prefixItems));
  if (rules.properties !== undefined) add("properties", named(rules.properties));
  if (rules.patternProperties !== undefined) {
    const entriesOf = rules.patternProperties.flatMap(({ pattern, schema: id }) => {
      const constant = patterns.symbolOf({ rule: pattern, schema });
      return constant === undefined ? [] : [objectLiteral([property("pattern", constant), property("schema", inner(id))])];
    });
    add("patternProperties", listLiteral(entriesOf));
  }
  if (rules.dependentRequired !== undefined) {
    add("dependentRequired", objectLiteral(rules.dependentRequired.map(({ property: name, required }) => property(name, literal(required)))));
  }
  if (rules.dependentSchemas !== undefined) add("dependentSchemas", named(rules.dependentSchemas));
  for (const keyword of singleKeywords) {
    const id = rules[keyword];
    if (id !== undefined) add(keyword, inner(id));
  }
  for (const keyword of ["allOf", "anyOf", "oneOf"] as const) {
    const ids = rules[keyword];
    if (ids !== undefined) add(keyword, list(ids));
  }
  const tag = rules.oneOf === undefined ? undefined : tagOf(plan.protocol, rules.oneOf);
  if (tag !== undefined) add("tag", objectLiteral([property("name", literal(tag.name)), property("values", literal(tag.values))]));
  return entries;
}

const plainKeywords = [
  "enum", "multipleOf", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "minLength", "maxLength", "minItems", "maxItems", "uniqueItems",
  "minContains", "maxContains", "required", "minProperties", "maxProperties",
] as const satisfies readonly (keyof Rules)[];

const singleKeywords = [
  "items", "contains", "unevaluatedItems", "additionalProperties", "unevaluatedProperties", "propertyNames", "not", "if", "then", "else",
] as const satisfies readonly (keyof Rules)[];

/** A declared schema by its table, which may not be made yet; any other one in place. */
function printInner(plan: SchemaPlan, id: SchemaId, patterns: PatternTable): Fragment {
  const declaration: Declaration | undefined = plan.declarationOf(id);
  if (declaration !== undefined) return concat("() => ", declaration.rules);
  const schema = plan.protocol.schemas.get(id);
  if (schema === undefined || schema.rules.always === true) return "true";
  return schema.rules.always === false ? "false" : objectLiteral(printEntries(plan, schema, patterns));
}
