import { valueOf, type MapNode, type Node } from "../source/node.js";
import { dialectOf } from "./dialect.js";

/**
 * What kind of object stands at a place: an object of AsyncAPI, OpenAPI or another kind of document; a schema, of which every keyword is
 * known; or either, in a file that does not say what it is.
 */
export type Place = "object" | "schema" | "either";

/** What stands under a key: one such object (or a list of them), or a map of names to such objects. */
export interface Below {
  readonly place: Place;
  readonly named: boolean;
}

/** The kind of the root of a file. */
export function placeOfRoot(root: Node): Place {
  if (root.kind !== "map") return "schema";
  const { kind } = dialectOf(root);
  if (kind !== "schema" && kind !== "unknown") return "object";
  const dialect = valueOf(root, "$schema");
  return dialect?.kind === "scalar" && typeof dialect.value === "string" ? "schema" : "either";
}

/** What stands under a key of an object; undefined for a value, such as an example, in which nothing is a schema or a reference. */
export function below(place: Place, map: MapNode, key: string, value: Node): Below | undefined {
  if (place === "schema") return belowSchema(map, key);
  if (dataKeys.has(key) || key.startsWith("x-")) return key.startsWith("x-parley-") ? { place: "object", named: false } : undefined;
  // In a schema and a message a list of values; elsewhere a map of objects that hold one.
  if (key === "examples") return value.kind === "map" ? { place: "object", named: true } : undefined;
  if (key === "value" && (map.parent?.key === "examples" || map.entries.has("summary"))) return undefined;
  if (place === "either") {
    const schema = belowSchema(map, key);
    if (schema !== undefined) return { place: "either", named: schema.named };
    return { place: "either", named: nameMaps.has(key) };
  }
  if (key === "schemas") return { place: "schema", named: true };
  if (schemaKeys.has(key)) return { place: "schema", named: false };
  if (key === "headers") return looksLikeHeaders(value) ? { place: "object", named: true } : { place: "schema", named: false };
  return { place: "object", named: nameMaps.has(key) };
}

function belowSchema(map: MapNode, key: string): Below | undefined {
  const named = schemaMaps.has(key);
  if (named || schemaKeywords.has(key)) return { place: "schema", named };
  // AsyncAPI's schema of another format stands inside an object that names the format.
  return key === "schema" && map.entries.has("schemaFormat") ? { place: "schema", named: false } : undefined;
}

/** OpenAPI keeps headers in a map, AsyncAPI in a schema. */
function looksLikeHeaders(value: Node): boolean {
  return value.kind === "map" && !["type", "properties", "$ref", "allOf", "schemaFormat"].some((key) => value.entries.has(key) && valueOf(value, key)?.kind !== "map");
}

const dataKeys: ReadonlySet<string> = new Set(["example", "default", "const", "enum", "dataValue"]);

const schemaKeys: ReadonlySet<string> = new Set(["schema", "payload", "itemSchema"]);

const schemaKeywords: ReadonlySet<string> = new Set([
  "additionalItems", "additionalProperties", "allOf", "anyOf", "contains", "contentSchema", "else", "if", "items", "not", "oneOf", "prefixItems",
  "propertyNames", "then", "unevaluatedItems", "unevaluatedProperties",
]);

const schemaMaps: ReadonlySet<string> = new Set(["$defs", "definitions", "dependencies", "dependentSchemas", "patternProperties", "properties"]);

/** Maps of names in the objects of AsyncAPI, OpenAPI and Arazzo: what is a keyword elsewhere is a name in them. */
const nameMaps: ReadonlySet<string> = new Set([
  "callbacks", "channels", "content", "correlationIds", "encoding", "links", "mediaTypes", "messages", "messageTraits", "operations", "operationTraits",
  "parameters", "pathItems", "paths", "replies", "replyAddresses", "requestBodies", "responses", "schemas", "securitySchemes", "servers",
  "serverVariables", "variables", "webhooks",
]);
