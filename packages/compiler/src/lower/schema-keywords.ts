import { nearest } from "../diagnostics/nearest.js";
import type { DocumentSet } from "../document/document-set.js";
import { reportNowhere } from "../document/nowhere.js";
import { asBoolean, asCount, asList, asMap, asNumber, asText, asTextsByName, checkExtension, describe, placeOfKey, wordAt } from "../document/reader.js";
import { placeOf, referenceOf, resolve, resolveText } from "../document/resolve.js";
import type { JsonType, Notes, Property, Rules } from "../model/schema.js";
import { valueOf, type MapNode, type Node } from "../source/node.js";
import { formatTests } from "../text/format.js";
import { strictPattern, whyInvalid } from "../text/strict-pattern.js";
import { readDiscriminator } from "./discriminator.js";
import { reportForeign } from "./foreign-keyword.js";
import { jsonOf } from "./json-of.js";
import { hasTuples, useOf } from "./keywords-of-dialects.js";
import type { Draft } from "./schema-draft.js";

type Read = (draft: Draft, node: Node) => void;

const jsonTypes: readonly JsonType[] = ["null", "boolean", "object", "array", "number", "integer", "string"];

/** Reads the keywords of a schema, each as its dialect has it, and reports those that it does not have. */
export function readKeywords(draft: Draft, node: MapNode): void {
  const { dialect, documents } = draft;
  const alone = dialect.refAlone && referenceOf(node) !== undefined;
  for (const entry of node.entries.values()) {
    const { key, value } = entry;
    const use = useOf(dialect, key);
    if (use === "silent" || (alone && use === "assert" && key !== "$ref")) {
      if (use === "assert") documents.bag.add("ignored-beside-reference", placeOfKey(entry), { key, dialect: dialect.called });
    } else if (use !== undefined) {
      keywordReaders.get(key)?.(draft, value);
    } else if (key.startsWith("x-")) {
      checkExtension(documents, entry, "a schema");
    } else {
      reportForeign(documents, dialect, entry, keywordReaders.keys());
    }
  }
  if (dialect.name === "openapi-3.0") addNull(draft, node);
}

/** How each keyword is read, where its dialect has it. */
const keywordReaders: ReadonlyMap<string, Read> = new Map<string, Read>([
  ["$ref", readReference],
  ["$dynamicRef", readDynamicReference],
  ["$defs", (draft, node) => void namedSchemas(draft, node)],
  ["definitions", (draft, node) => void namedSchemas(draft, node)],

  ["title", note("title", asText)],
  ["description", note("description", asText)],
  ["default", (draft, node) => void (draft.notes.default = jsonOf(node))],
  ["examples", (draft, node) => void (draft.notes.examples = asList(draft.documents, node)?.items.map(jsonOf) ?? [])],
  ["deprecated", note("deprecated", asBoolean)],
  ["readOnly", note("readOnly", asBoolean)],
  ["writeOnly", note("writeOnly", asBoolean)],
  ["contentEncoding", note("contentEncoding", asText)],
  ["contentMediaType", note("contentMediaType", asText)],
  ["contentSchema", (draft, node) => void (draft.notes.contentSchema = draft.add(node))],
  ["discriminator", readDiscriminator],
  ["x-parley-provenance", note("provenance", asText)],
  ["x-parley-closed", note("closed", asText)],
  ["x-parley-enumerates", note("enumerates", asPartOfRegistry)],
  ["x-parley-under-way", note("underWay", asTexts)],
  ["x-parley-told-by", note("toldBy", asTextsByName)],

  ["type", readType],
  ["nullable", (draft, node) => void asBoolean(draft.documents, node)],
  ["enum", rule("enum", (documents, node) => asList(documents, node)?.items.map(jsonOf))],
  ["const", (draft, node) => void (draft.rules.const = { value: jsonOf(node) })],

  ["multipleOf", rule("multipleOf", asNumber)],
  ["minimum", readBound("minimum", "exclusiveMinimum")],
  ["maximum", readBound("maximum", "exclusiveMaximum")],
  ["exclusiveMinimum", readExclusiveBound("exclusiveMinimum")],
  ["exclusiveMaximum", readExclusiveBound("exclusiveMaximum")],

  ["minLength", rule("minLength", asCount)],
  ["maxLength", rule("maxLength", asCount)],
  ["pattern", rule("pattern", asPattern)],
  ["format", readFormat],

  ["items", readItems],
  ["additionalItems", readAdditionalItems],
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
  ["dependencies", readDependencies],
  ["dependentRequired", readDependentRequired],
  ["dependentSchemas", (draft, node) => void (draft.rules.dependentSchemas = [...(draft.rules.dependentSchemas ?? []), ...namedSchemas(draft, node)])],

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
    if (list !== undefined) draft.rules[key] = list.items.map((item) => draft.add(item));
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

/** In 2020-12 the other one is of allOf: a schema may have both. */
function readDynamicReference(draft: Draft, node: Node): void {
  const target = draft.dynamicTarget;
  if (target !== undefined) {
    const id = draft.add(target);
    if (node.parent !== undefined && referenceOf(node.parent) !== undefined) draft.rules.allOf = [...(draft.rules.allOf ?? []), id];
    else draft.rules.ref = id;
  } else {
    const written = asText(draft.documents, node);
    if (written !== undefined) reportNowhere(draft.documents, placeOf(node), written, resolveText(draft.documents, node, written));
  }
}

/** OpenAPI 3.0.3: `nullable` allows null where the same object has a `type`, and nowhere else. */
function addNull({ rules }: Draft, node: MapNode): void {
  const nullable = valueOf(node, "nullable");
  if (nullable?.kind === "scalar" && nullable.value === true && rules.type !== undefined) rules.type = [...rules.type, "null"];
}

/** Up to draft 7 a list of schemas is a tuple; later it is a mistake, and `prefixItems` says it. */
function readItems(draft: Draft, node: Node): void {
  const tuple = node.kind === "list" && hasTuples(draft.dialect);
  if (tuple) draft.rules.prefixItems = node.items.map((item) => draft.add(item));
  else draft.rules.items = draft.add(node);
}

/** Counts only behind a tuple. */
function readAdditionalItems(draft: Draft, node: Node): void {
  const items = node.parent?.kind === "map" ? valueOf(node.parent, "items") : undefined;
  if (items?.kind === "list") draft.rules.items = draft.add(node);
}

function readBound(key: "minimum" | "maximum", exclusive: "exclusiveMinimum" | "exclusiveMaximum"): Read {
  return (draft, node) => {
    const value = asNumber(draft.documents, node);
    if (value === undefined) return;
    const beside = node.parent?.kind === "map" ? valueOf(node.parent, exclusive) : undefined;
    draft.rules[beside?.kind === "scalar" && beside.value === true ? exclusive : key] = value;
  };
}

/** Up to draft 4 true or false, read with the bound that it is about; later a bound of its own. Each says what it means, also where the dialect has the other. */
function readExclusiveBound(key: "exclusiveMinimum" | "exclusiveMaximum"): Read {
  return ({ documents, dialect, rules }, node) => {
    const flags = dialect.name === "openapi-3.0" || dialect.name === "draft-04";
    const written = node.kind === "scalar" ? typeof node.value : "other";
    const foreign = flags ? written === "number" : written === "boolean";
    if (foreign) documents.bag.add("bound-of-other-dialect", placeOf(node), { key, dialect: dialect.called, flags });
    if (flags !== foreign) {
      asBoolean(documents, node);
      return;
    }
    const value = asNumber(documents, node);
    if (value !== undefined) rules[key] = value;
  };
}

/** A format that only annotates still says what the type is, where no validator asserts it. */
function readFormat(draft: Draft, node: Node): void {
  const format = asText(draft.documents, node);
  if (format === undefined) return;
  const annotates = (draft.dialect.formats ?? draft.documents.formats) === "annotate";
  if (!annotates || !formatTests.has(format)) draft.rules.format = format;
}

/** Draft 7's two keywords in one: a list of names, or a schema. */
function readDependencies(draft: Draft, node: Node): void {
  const entries = [...(asMap(draft.documents, node)?.entries.values() ?? [])];
  const lists = entries.filter(({ value }) => value.kind === "list");
  const schemas = entries.filter(({ value }) => value.kind !== "list");
  if (lists.length > 0) draft.rules.dependentRequired = [...(draft.rules.dependentRequired ?? []), ...lists.map(({ key, value }) => ({ property: key, required: asTexts(draft.documents, value) ?? [] }))];
  if (schemas.length > 0) draft.rules.dependentSchemas = [...(draft.rules.dependentSchemas ?? []), ...schemas.map(({ key, value }) => ({ name: key, schema: draft.add(value) }))];
}

function readPatternProperties(draft: Draft, node: Node): void {
  for (const { key, keyRange, value } of asMap(draft.documents, node)?.entries.values() ?? []) {
    checkPattern(draft.documents, key, { ...placeOf(value), range: keyRange });
  }
  draft.rules.patternProperties = namedSchemas(draft, node).map(({ name, schema }) => ({ pattern: name, schema }));
}

function readDependentRequired(draft: Draft, node: Node): void {
  const entries = asMap(draft.documents, node)?.entries.values() ?? [];
  const added = Array.from(entries, ({ key, value }) => ({ property: key, required: asTexts(draft.documents, value) ?? [] }));
  draft.rules.dependentRequired = [...(draft.rules.dependentRequired ?? []), ...added];
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
  if (strictPattern(pattern) !== undefined) return true;
  documents.bag.add("invalid-pattern", place, { pattern, why: whyInvalid(pattern) ?? "" });
  return false;
}
