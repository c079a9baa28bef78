import { valueOf, type MapNode, type Node } from "../source/node.js";
import { dialectOf } from "./dialect.js";
import type { DocumentSet } from "./document-set.js";
import { dialects, knownDialect, type SchemaDialect } from "./known-dialects.js";
import { enclosing, resourceAt } from "./resource.js";
import { placeOf, resolveText } from "./resolve.js";
import type { Resource } from "./scan.js";

/** The dialect of a schema: what its resource or file states, else that of the document that led to it. */
export function schemaDialectOf(documents: DocumentSet, node: Node, leading: SchemaDialect): SchemaDialect {
  for (let at: Resource | undefined = resourceAt(documents, node); at !== undefined; at = enclosing(documents, at)) {
    const own = ownDialect(documents, at);
    if (own !== undefined) return own;
  }
  return leading;
}

/** The dialect of the schemas of a document that is compiled; a schema that does not say is of 2020-12. */
export function leadingDialect(documents: DocumentSet, root: Node): SchemaDialect {
  return schemaDialectOf(documents, root, dialects.latest);
}

function ownDialect(documents: DocumentSet, resource: Resource): SchemaDialect | undefined {
  if (documents.dialects.has(resource)) return documents.dialects.get(resource);
  // Held while a metaschema is looked for, which may state itself.
  documents.dialects.set(resource, undefined);
  const { stated } = resource;
  const own = (stated === undefined ? undefined : statedDialect(documents, stated)) ?? (resource.parent === undefined ? dialectOfDocument(resource.root) : undefined);
  documents.dialects.set(resource, own);
  return own;
}

function statedDialect(documents: DocumentSet, stated: Node): SchemaDialect | undefined {
  const uri = stated.kind === "scalar" ? String(stated.value) : "";
  const known = knownDialect(uri);
  if (known !== undefined) return known;
  const metaschema = resolveText(documents, stated, uri)?.node;
  if (metaschema?.kind !== "map") {
    documents.bag.add("unknown-schema-dialect", placeOf(stated), { dialect: uri });
    return undefined;
  }
  const base = schemaDialectOf(documents, metaschema, dialects.latest);
  const vocabularies = valueOf(metaschema, "$vocabulary");
  return vocabularies?.kind === "map" ? withVocabularies(documents, base, vocabularies) : base;
}

function withVocabularies(documents: DocumentSet, base: SchemaDialect, vocabularies: MapNode): SchemaDialect {
  let formats: SchemaDialect["formats"];
  let asserts = false;
  for (const { key, value, keyRange } of vocabularies.entries.values()) {
    const name = /^https:\/\/json-schema\.org\/draft\/20(?:19-09|20-12)\/vocab\/([a-z-]+)$/.exec(key)?.[1];
    const required = value.kind === "scalar" && value.value === true;
    if (name === "validation") asserts = true;
    if (name === "format-assertion") formats = "assert";
    if (name === "format-annotation" && formats === undefined) formats = "annotate";
    if (name === undefined && required) documents.bag.add("unknown-vocabulary", { ...placeOf(value), range: keyRange }, { vocabulary: key });
  }
  return { ...base, asserts, ...(formats === undefined ? {} : { formats }) };
}

function dialectOfDocument(root: Node): SchemaDialect | undefined {
  const { kind, version } = dialectOf(root);
  if (kind === "asyncapi") return dialects.asyncApi;
  if (kind === "openapi") return version.startsWith("3.0") ? dialects.openApi30 : dialects.openApi31;
  return undefined;
}
