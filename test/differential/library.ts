import { isMap } from "./json.js";

export type Dialect = "2020-12" | "draft-07" | "openapi-3.0";

export type Schema = boolean | { readonly [key: string]: unknown };

/** The schemas of some documents by what names them: resources by their URI, anchors by `uri#anchor` (core 8.2). */
export interface Library {
  readonly dialect: Dialect;
  readonly resources: Map<string, unknown>;
  readonly anchors: Map<string, Schema>;
  readonly dynamicAnchors: Map<string, Schema>;
  readonly bases: WeakMap<object, string>;
}

/** Makes a library of documents by their URIs. */
export function libraryOf(dialect: Dialect, documents: Readonly<Record<string, unknown>>): Library {
  const library: Library = { dialect, resources: new Map(), anchors: new Map(), dynamicAnchors: new Map(), bases: new WeakMap() };
  for (const [uri, document] of Object.entries(documents)) {
    library.resources.set(uri, document);
    index(library, document, uri);
  }
  return library;
}

/** The base URI of a schema: of the resource it belongs to. */
export function baseOf(library: Library, schema: object): string {
  return library.bases.get(schema) ?? "";
}

/** Core 8.2.3.1: the schema that a reference names. */
export function resolve(library: Library, from: object, reference: string): Schema {
  const { uri, fragment } = split(library, from, reference);
  if (fragment !== "" && !fragment.startsWith("/")) {
    const found = library.anchors.get(`${uri}#${fragment}`);
    if (found === undefined) throw new Error(`No anchor ${uri}#${fragment}`);
    return found;
  }
  let at = library.resources.get(uri);
  let base = uri;
  for (const token of fragment.split("/").slice(1)) {
    at = Reflect.get(Object(at), decodeURIComponent(token).replaceAll("~1", "/").replaceAll("~0", "~")) as unknown;
    if (isMap(at)) base = library.bases.get(at) ?? base;
  }
  if (typeof at !== "boolean" && !isMap(at)) throw new Error(`Nothing at ${uri}#${fragment}`);
  // A place that no keyword makes a schema, but a reference does.
  if (isMap(at) && !library.bases.has(at)) index(library, at, base);
  return at;
}

/** Core 8.2.3.2: the outermost dynamic anchor of that name, where the reference leads to a dynamic anchor itself. */
export function resolveDynamic(library: Library, from: object, reference: string, scope: readonly string[]): Schema {
  const { uri, fragment } = split(library, from, reference);
  const first = resolve(library, from, reference);
  if (!library.dynamicAnchors.has(`${uri}#${fragment}`)) return first;
  for (const resource of scope) {
    const found = library.dynamicAnchors.get(`${resource}#${fragment}`);
    if (found !== undefined) return found;
  }
  return first;
}

function split(library: Library, from: object, reference: string): { readonly uri: string; readonly fragment: string } {
  const [uri = "", fragment = ""] = absolute(reference, baseOf(library, from)).split(/#(.*)/s);
  return { uri, fragment };
}

/** Finds what names the schemas in a document: only where keywords have schemas, so that an enum may say "$id". */
function index(library: Library, schema: unknown, base: string): void {
  if (!isMap(schema)) return;
  const { dialect } = library;
  const id = dialect === "openapi-3.0" || (dialect === "draft-07" && "$ref" in schema) ? undefined : schema.$id;
  let own = base;
  if (typeof id === "string") {
    const [uri = "", fragment = ""] = absolute(id, base).split(/#(.*)/s);
    if (dialect === "draft-07" && id.startsWith("#")) library.anchors.set(`${base}#${fragment}`, schema);
    else {
      own = uri;
      library.resources.set(own, schema);
    }
  }
  if (library.bases.has(schema)) return;
  library.bases.set(schema, own);
  if (typeof schema.$anchor === "string") library.anchors.set(`${own}#${schema.$anchor}`, schema);
  if (typeof schema.$dynamicAnchor === "string") {
    library.anchors.set(`${own}#${schema.$dynamicAnchor}`, schema);
    library.dynamicAnchors.set(`${own}#${schema.$dynamicAnchor}`, schema);
  }
  for (const [keyword, value] of Object.entries(schema)) {
    if (single.has(keyword)) for (const each of [value].flat()) index(library, each, own);
    if (lists.has(keyword) && Array.isArray(value)) for (const each of value) index(library, each, own);
    if (maps.has(keyword) && isMap(value)) for (const each of Object.values(value)) index(library, each, own);
  }
}

const single = new Set([
  "items", "additionalItems", "contains", "additionalProperties", "propertyNames", "unevaluatedItems", "unevaluatedProperties", "not", "if", "then", "else", "contentSchema",
]);
const lists = new Set(["allOf", "anyOf", "oneOf", "prefixItems"]);
const maps = new Set(["$defs", "definitions", "properties", "patternProperties", "dependentSchemas", "dependencies"]);

function absolute(reference: string, base: string): string {
  if (reference.startsWith("#")) return base + reference;
  try {
    return new URL(reference, base).href;
  } catch {
    return reference;
  }
}
