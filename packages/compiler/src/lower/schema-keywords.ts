import { nearest } from "../diagnostics/nearest.js";
import { asBoolean, asCount, asList, asMap, asNumber, asText, describe, wordAt } from "../document/reader.js";
import type { DocumentSet } from "../document/document-set.js";
import { placeOf, referenceOf, resolve } from "../document/resolve.js";
import type { JsonType, Notes, Property, Rules, SchemaId } from "../model/schema.js";
import type { Node } from "../source/node.js";
import { jsonOf } from "./json-of.js";

/** A schema that is being lowered. */
export interface Draft {
  readonly documents: DocumentSet;
  readonly add: (node: Node) => SchemaId;
  readonly rules: Open<Rules>;
  readonly notes: Open<Notes>;
}

type Open<T> = { -readonly [Key in keyof T]: T[Key] };

type Read = (draft: Draft, node: Node) => void;

const jsonTypes: readonly JsonType[] = ["null", "boolean", "object", "array", "number", "integer", "string"];

/** Keywords that say nothing to a compiler. */
export const silentKeywords: ReadonlySet<string> = new Set(["$comment", "$schema", "externalDocs"]);

/** How each keyword is read. A keyword that is not here is reported. */
export const keywordReaders: ReadonlyMap<string, Read> = new Map<string, Read>([
  ["$ref", readReference],
  ["$defs", (draft, node) => void namedSchemas(draft, node)],
  ["definitions", (draft, node) => void namedSchemas(draft, node)],

  ["title", note("title", asText)],
  ["description", note("description", asText)],
  ["default", (draft, node) => void (draft.notes.default = jsonOf(node))],
  ["examples", (draft, node) => void (draft.notes.examples = asList(draft.documents, node)?.items.map(jsonOf) ?? [])],
  ["deprecated", note("deprecated", asBoolean)],
  ["readOnly", note("readOnly", asBoolean)],
  ["writeOnly", note("writeOnly", asBoolean)],
  ["x-parley-provenance", note("provenance", asText)],
  ["x-parley-enumerates", note("enumerates", asPartOfRegistry)],

  ["type", readType],
  ["enum", rule("enum", (documents, node) => asList(documents, node)?.items.map(jsonOf))],
  ["const", (draft, node) => void (draft.rules.const = { value: jsonOf(node) })],

  ["multipleOf", rule("multipleOf", asNumber)],
  ["minimum", rule("minimum", asNumber)],
  ["maximum", rule("maximum", asNumber)],
  ["exclusiveMinimum", rule("exclusiveMinimum", asNumber)],
  ["exclusiveMaximum", rule("exclusiveMaximum", asNumber)],

  ["minLength", rule("minLength", asCount)],
  ["maxLength", rule("maxLength", asCount)],
  ["pattern", rule("pattern", asPattern)],
  ["format", rule("format", asText)],

  ["items", readItems],
  ["additionalItems", schemaRule("items")],
  ["unevaluatedItems", schemaRule("unevaluatedItems")],
  ["prefixItems", schemasRule("prefixItems")],
  ["contains", schemaRule("contains")],
  ["minContains", rule("minContains", asCount)],
  ["maxContains", rule("maxContains", asCount)],
  ["minItems", rule("minItems", asCount)],
  ["maxItems", rule("maxItems", asCount)],
  ["uniqueItems", rule("uniqueItems", asBoolean)],

  ["properties", (draft, node) => void (draft.rules.properties = namedSchemas(draft, node))],
  ["required", rule("required", asTexts)],
  ["patternProperties", readPatternProperties],
  ["additionalProperties", schemaRule("additionalProperties")],
  ["unevaluatedProperties", schemaRule("unevaluatedProperties")],
  ["propertyNames", schemaRule("propertyNames")],
  ["minProperties", rule("minProperties", asCount)],
  ["maxProperties", rule("maxProperties", asCount)],
  ["dependentRequired", readDependentRequired],
  ["dependentSchemas", (draft, node) => void (draft.rules.dependentSchemas = namedSchemas(draft, node))],

  ["allOf", schemasRule("allOf")],
  ["anyOf", schemasRule("anyOf")],
  ["oneOf", schemasRule("oneOf")],
  ["not", schemaRule("not")],
  ["if", schemaRule("if")],
  ["then", schemaRule("then")],
  ["else", schemaRule("else")],
]);

function note<Key extends keyof Notes>(key: Key, read: (documents: DocumentSet, node: Node) => Notes[Key] | undefined): Read {
  return (draft, node) => {
    const value = read(draft.documents, node);
    if (value !== undefined) draft.notes[key] = value;
  };
}

function rule<Key extends keyof Rules>(key: Key, read: (documents: DocumentSet, node: Node) => Rules[Key] | undefined): Read {
  return (draft, node) => {
    const value = read(draft.documents, node);
    if (value !== undefined) draft.rules[key] = value;
  };
}

type OneSchema = "items" | "unevaluatedItems" | "unevaluatedProperties" | "contains" | "additionalProperties" | "propertyNames" | "not" | "if" | "then" | "else";

function schemaRule(key: OneSchema): Read {
  return (draft, node) => {
    draft.rules[key] = draft.add(node);
  };
}

function schemasRule(key: "prefixItems" | "allOf" | "anyOf" | "oneOf"): Read {
  return (draft, node) => {
    const list = asList(draft.documents, node);
    if (list !== undefined) draft.rules[key] = list.items.map(draft.add);
  };
}

function readReference(draft: Draft, node: Node): void {
  const reference = node.parent && referenceOf(node.parent);
  if (reference === undefined) {
    asText(draft.documents, node);
    return;
  }
  const target = resolve(draft.documents, reference);
  if (target !== undefined) draft.rules.ref = draft.add(target);
}

function readType(draft: Draft, node: Node): void {
  const written = node.kind === "list" ? node.items : [node];
  const types: JsonType[] = [];
  for (const each of written) {
    const text = asText(draft.documents, each);
    const type = jsonTypes.find((known) => known === text);
    if (type !== undefined) types.push(type);
    else if (text !== undefined) {
      draft.documents.bag.add("unknown-value", placeOf(each), { value: text, where: describe(node), near: nearest(text, jsonTypes), known: jsonTypes });
    }
  }
  if (types.length > 0) draft.rules.type = types;
}

/** A list of schemas here is the tuple of draft 7, which AsyncAPI builds on. */
function readItems(draft: Draft, node: Node): void {
  if (node.kind === "list") draft.rules.prefixItems = node.items.map(draft.add);
  else draft.rules.items = draft.add(node);
}

function readPatternProperties(draft: Draft, node: Node): void {
  for (const { key, keyRange, value } of asMap(draft.documents, node)?.entries.values() ?? []) {
    checkPattern(draft.documents, key, { ...placeOf(value), range: keyRange });
  }
  draft.rules.patternProperties = namedSchemas(draft, node).map(({ name, schema }) => ({ pattern: name, schema }));
}

function readDependentRequired(draft: Draft, node: Node): void {
  const entries = asMap(draft.documents, node)?.entries.values() ?? [];
  draft.rules.dependentRequired = Array.from(entries, ({ key, value }) => ({ property: key, required: asTexts(draft.documents, value) ?? [] }));
}

function namedSchemas(draft: Draft, node: Node): readonly Property[] {
  if (node.kind !== "map") {
    asMap(draft.documents, node);
    return [];
  }
  return Array.from(node.entries.values(), ({ key, value }) => ({ name: key, schema: draft.add(value) }));
}

function asTexts(documents: DocumentSet, node: Node): readonly string[] | undefined {
  return asList(documents, node)?.items.flatMap((item) => asText(documents, item) ?? []);
}

function asPartOfRegistry(documents: DocumentSet, node: Node): "problems" | "causes" | undefined {
  return node.parent?.kind === "map" ? wordAt(documents, node.parent, "x-parley-enumerates", ["problems", "causes"] as const) : undefined;
}

function asPattern(documents: DocumentSet, node: Node): string | undefined {
  const pattern = asText(documents, node);
  if (pattern === undefined) return undefined;
  return checkPattern(documents, pattern, placeOf(node)) ? pattern : undefined;
}

function checkPattern(documents: DocumentSet, pattern: string, place: ReturnType<typeof placeOf>): boolean {
  try {
    new RegExp(pattern, "u");
    return true;
  } catch (error) {
    const why = error instanceof SyntaxError ? error.message.replace(/^Invalid regular expression: \/.*\/u?: /s, "") : "";
    documents.bag.add("invalid-pattern", place, { pattern, why });
    return false;
  }
}
