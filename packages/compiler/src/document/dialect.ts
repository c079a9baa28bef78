import { valueOf, type MapNode, type Node, type ScalarNode } from "../source/node.js";

/** What kind of document a root is, by its first key. */
export interface Dialect {
  readonly kind: "asyncapi" | "openapi" | "swagger" | "arazzo" | "behaviour" | "schema" | "unknown";
  /** The version that the document states, where it states one. */
  readonly version: string;
  /** The node that states it. */
  readonly stated?: Node;
}

export function dialectOf(root: Node): Dialect {
  if (root.kind !== "map") return { kind: root.kind === "scalar" && typeof root.value === "boolean" ? "schema" : "unknown", version: "" };
  for (const kind of ["asyncapi", "openapi", "swagger", "arazzo", "behaviour"] as const) {
    const stated = valueOf(root, kind);
    if (stated?.kind === "scalar") return { kind, version: versionText(stated), stated };
  }
  return { kind: looksLikeSchema(root) ? "schema" : "unknown", version: "" };
}

/** True for a document that can be compiled or judged on its own. */
export function isEntry(root: Node): boolean {
  const { kind } = dialectOf(root);
  return kind === "asyncapi" || kind === "openapi" || kind === "arazzo" || kind === "swagger";
}

/** True for a document that states a dialect of json-schema.org. */
export function saysSchema(root: Node | undefined): boolean {
  const stated = root?.kind === "map" ? valueOf(root, "$schema") : undefined;
  return stated?.kind === "scalar" && /^https?:\/\/json-schema\.org\//.test(String(stated.value));
}

/** True for a map that says it is a JSON Schema, or has a keyword that little else has. */
function looksLikeSchema(root: MapNode): boolean {
  return schemaKeywords.some((keyword) => root.entries.has(keyword));
}

const schemaKeywords = [
  "$schema", "$id", "$ref", "$defs", "$dynamicRef", "definitions", "type", "enum", "const", "properties", "patternProperties", "additionalProperties", "required",
  "items", "prefixItems", "contains", "minItems", "maxItems", "uniqueItems", "minProperties", "maxProperties", "propertyNames", "dependentRequired", "dependentSchemas",
  "unevaluatedItems", "unevaluatedProperties", "allOf", "anyOf", "oneOf", "not", "if", "format", "pattern", "minLength", "maxLength", "minimum", "maximum",
  "exclusiveMinimum", "exclusiveMaximum", "multipleOf",
];

/** As written: an unquoted `3.0` is a number to YAML. */
function versionText(stated: ScalarNode): string {
  return typeof stated.value === "string" ? stated.value : stated.file.text.slice(stated.range.start, stated.range.end);
}
