import { nearest } from "../diagnostics/nearest.js";
import { asText, checkExtension, placeOfKey, reportMissing, wrong } from "../document/reader.js";
import type { DocumentSet } from "../document/document-set.js";
import { placeOf } from "../document/resolve.js";
import type { Notes, Rules, Schema, SchemaId } from "../model/schema.js";
import { valueOf, type MapNode, type Node } from "../source/node.js";
import { idOf, originOf } from "./origin-of.js";
import { reportReferenceRings } from "./reference-rings.js";
import { keywordReaders, silentKeywords, type Draft } from "./schema-keywords.js";
import { nameOfSchema } from "./schema-name.js";

/** Collects the schemas of one protocol: each schema object once, a `$ref` an edge, never a copy. */
export interface SchemaTable {
  /** The id of a schema object. It is lowered later, so that no chain of schemas is a chain of calls. */
  add(node: Node): SchemaId;
  /** Lowers what was added and all that it leads to; in the order of the text, file by file in the order of their names. */
  finish(): ReadonlyMap<SchemaId, Schema>;
}

export function schemaTable(documents: DocumentSet): SchemaTable {
  const ids = new Map<Node, SchemaId>();
  const waiting: Node[] = [];
  let first: SchemaId | undefined;
  // Told once, and none of them is lowered.
  const tooMany = (node: Node): SchemaId => {
    if (first === undefined) documents.bag.add("too-many-schemas", placeOf(node), { limit: maxSchemas });
    first ??= idOf(node);
    return first;
  };
  const add = (node: Node): SchemaId => {
    let id = ids.get(node);
    if (id === undefined) {
      if (ids.size >= maxSchemas) return tooMany(node);
      id = idOf(node);
      ids.set(node, id);
      waiting.push(node);
    }
    return id;
  };
  return {
    add,
    finish() {
      const lowered: Schema[] = [];
      // Lowering a schema adds those that it leads to at the end.
      for (const node of waiting) lowered.push(lowerSchema(documents, node, add));
      const schemas = new Map(inTextOrder(lowered).map((schema) => [schema.id, schema]));
      reportReferenceRings(documents, schemas);
      return schemas;
    },
  };
}

/** Ten times what the largest specifications have; more would take longer than anybody waits. */
const maxSchemas = 100_000;

function lowerSchema(documents: DocumentSet, node: Node, add: (node: Node) => SchemaId): Schema {
  const draft: Draft = { documents, add, rules: {}, notes: {} };
  if (node.kind === "map") {
    const format = valueOf(node, "schemaFormat");
    if (format === undefined) readKeywords(draft, node);
    else readMultiFormat(draft, node, format);
  } else if (node.kind === "scalar" && typeof node.value === "boolean") {
    draft.rules.always = node.value;
  } else {
    wrong(documents, node, "a map, true or false", "A schema");
  }
  const name = nameOfSchema(node);
  return {
    id: add(node),
    ...(name === undefined ? {} : { name }),
    origin: originOf(node),
    notes: draft.notes as Notes,
    rules: draft.rules as Rules,
  };
}

function readKeywords(draft: Draft, node: MapNode): void {
  for (const entry of node.entries.values()) {
    const read = keywordReaders.get(entry.key);
    if (read !== undefined) read(draft, entry.value);
    else if (entry.key.startsWith("x-")) checkExtension(draft.documents, entry, "a schema");
    else if (!silentKeywords.has(entry.key)) {
      const near = nearest(entry.key, keywordReaders.keys());
      draft.documents.bag.add("unsupported-keyword", placeOfKey(entry), { keyword: entry.key, where: "a schema", near });
    }
  }
}

/** AsyncAPI's multi format schema object: the schema stands inside it, its format beside. */
function readMultiFormat(draft: Draft, node: MapNode, format: Node): void {
  const text = asText(draft.documents, format) ?? "";
  if (!/^application\/(vnd\.aai\.asyncapi|schema|vnd\.oai\.openapi)(\+(json|yaml))?(;.*)?$/.test(text)) {
    draft.documents.bag.add("foreign-schema-format", placeOf(format), { format: text });
    return;
  }
  const inner = valueOf(node, "schema");
  if (inner === undefined) reportMissing(draft.documents, node, "schema");
  else draft.rules.ref = draft.add(inner);
}

/** By the name of the file, then by place: an edit moves nothing but what it moves. */
function inTextOrder(schemas: readonly Schema[]): readonly Schema[] {
  return [...schemas].sort(({ origin: one }, { origin: other }) => {
    if (one.file !== other.file) return one.file.path < other.file.path ? -1 : 1;
    return one.range.start - other.range.start;
  });
}
