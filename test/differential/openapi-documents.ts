import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseDocument } from "yaml";
import { isMap } from "./json.js";

/** Documents by their paths in a folder, as a reader of YAML alone gives them: those named, and those that their component schemas lead to. */
export function readDocuments(folder: string, names: readonly string[]): ReadonlyMap<string, unknown> {
  const documents = new Map<string, unknown>();
  const read = (name: string): unknown => {
    if (!documents.has(name)) documents.set(name, parsed(join(folder, name)));
    return documents.get(name);
  };
  const places = new Map<unknown, string>();
  for (const name of names) places.set(componentsOf(read(name)), name);
  for (const [node, name] of places) {
    if (typeof node !== "object" || node === null) continue;
    for (const each of Object.values(node)) places.set(each, name);
    const [, file = "", component = ""] = /^([^#]*)#\/components\/schemas\/(\w+)/.exec(String((node as { readonly $ref?: unknown }).$ref)) ?? [];
    if (component !== "") places.set(componentsOf(read(file === "" ? name : file))[component], file === "" ? name : file);
  }
  return documents;
}

/** Nothing for a document that is no YAML, which one of them is. */
function parsed(path: string): unknown {
  const document = parseDocument(readFileSync(path, "utf8"));
  return document.errors.length > 0 ? undefined : (document.toJS() as unknown);
}

/** The schemas of a document's components, as they are written. */
export function componentsOf(document: unknown): { readonly [name: string]: unknown } {
  const components = isMap(document) ? document.components : undefined;
  const schemas = isMap(components) ? components.schemas : undefined;
  return isMap(schemas) ? schemas : {};
}

/**
 * A Schema Object of OpenAPI 3.0 in the words of JSON Schema 2020-12, for a validator that knows no other. Written for the tests alone, from the
 * text of OpenAPI 3.0.3: it shares nothing with what Parley does of the same kind.
 */
export function toNewDialect(schema: unknown): unknown {
  if (!isMap(schema)) return schema;
  if (typeof schema.$ref === "string") return { $ref: schema.$ref };
  const made: Record<string, unknown> = {};
  for (const [keyword, value] of Object.entries(schema)) {
    if (same.has(keyword)) made[keyword] = value;
    if (single.has(keyword)) made[keyword] = toNewDialect(value);
    if (lists.has(keyword) && Array.isArray(value)) made[keyword] = value.map(toNewDialect);
    if (keyword === "properties" && isMap(value)) made[keyword] = Object.fromEntries(Object.entries(value).map(([name, each]) => [name, toNewDialect(each)]));
  }
  if (schema.nullable === true && typeof schema.type === "string") made.type = [schema.type, "null"];
  for (const [bound, exclusive] of [["minimum", "exclusiveMinimum"], ["maximum", "exclusiveMaximum"]] as const) {
    if (schema[exclusive] !== true || made[bound] === undefined) continue;
    made[exclusive] = made[bound];
    delete made[bound];
  }
  return made;
}

const same = new Set([
  "type", "enum", "multipleOf", "maximum", "minimum", "maxLength", "minLength", "pattern", "maxItems", "minItems", "uniqueItems", "maxProperties", "minProperties", "required",
]);
const single = new Set(["items", "not", "additionalProperties"]);
const lists = new Set(["allOf", "anyOf", "oneOf"]);
