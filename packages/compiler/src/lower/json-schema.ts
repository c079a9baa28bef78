import type { DocumentSet } from "../document/document-set.js";
import type { SchemaDialect } from "../document/known-dialects.js";
import { asText, reportMissing, wrong } from "../document/reader.js";
import { placeOf } from "../document/resolve.js";
import { leadingDialect, schemaDialectOf } from "../document/schema-dialect.js";
import { dialectOfFormat } from "../document/known-dialects.js";
import type { Notes, Rules, Schema, SchemaId } from "../model/schema.js";
import { valueOf, type MapNode, type Node } from "../source/node.js";
import { impliedMapping } from "./discriminator.js";
import { emptyScope, scopesOf, type Scope } from "./dynamic-scope.js";
import { idOf, originOf } from "./origin-of.js";
import { reportReferenceRings } from "./reference-rings.js";
import type { Draft } from "./schema-draft.js";
import { readKeywords } from "./schema-keywords.js";
import { nameOfSchema } from "./schema-name.js";

/** Collects the schemas of one protocol: each schema object once, a `$ref` an edge, never a copy. */
export interface SchemaTable {
  /** The id of a schema object. It is lowered later, so that no chain of schemas is a chain of calls. */
  add(node: Node): SchemaId;
  /** Lowers what was added and all that it leads to; in the order of the text, file by file in the order of their names. */
  finish(): ReadonlyMap<SchemaId, Schema>;
}

/** The table of the document whose root is given: where a schema does not say its dialect, that is the document's. */
export function schemaTable(documents: DocumentSet, root: Node): SchemaTable {
  const leading = leadingDialect(documents, root);
  const ids = new Map<string, SchemaId>();
  const plain = new Map<Node, SchemaId>();
  const waiting: Reached[] = [];
  const scopes = documents.dynamic ? scopesOf(documents) : undefined;
  let first: SchemaId | undefined;
  // Told once, and none of them is lowered.
  const tooMany = (node: Node): SchemaId => {
    if (first === undefined) documents.bag.add("too-many-schemas", placeOf(node), { limit: maxSchemas });
    first ??= idOf(node);
    return first;
  };
  const add = (node: Node, lead: SchemaDialect, from: Scope): SchemaId => {
    const known = lead === leading && scopes === undefined ? plain.get(node) : undefined;
    if (known !== undefined) return known;
    const dialect = schemaDialectOf(documents, node, lead);
    const scope = scopes?.enter(from, node) ?? emptyScope;
    const id = idOf(node) + variantOf(node, dialect, scope);
    if (ids.has(id)) return id;
    if (ids.size >= maxSchemas) return tooMany(node);
    ids.set(id, id);
    if (lead === leading && scopes === undefined) plain.set(node, id);
    waiting.push({ id, node, dialect, scope });
    return id;
  };
  // Where a schema is what it is for everybody, its place is its name; where it was reached in another way, that is said.
  const variantOf = (node: Node, dialect: SchemaDialect, scope: Scope): string => {
    const usual = dialect.name === leading.name || dialect.name === schemaDialectOf(documents, node, leading).name;
    const alone = scope === emptyScope || scope.key === scopes?.enter(emptyScope, node).key;
    return `${usual ? "" : `?as=${dialect.name}`}${alone ? "" : `?${scope.key}`}`;
  };
  return {
    add: (node) => add(node, leading, emptyScope),
    finish() {
      const lowered: Schema[] = [];
      // Documents of one dialect share what they have in common; where a schema hangs on who reaches it, each has its own.
      const shared = scopes === undefined ? sharedSchemas(documents, leading) : new Map<SchemaId, SharedSchema>();
      // Lowering a schema adds those that it leads to at the end.
      for (const reached of waiting) {
        const { dialect, scope, node } = reached;
        const before = shared.get(reached.id);
        if (before !== undefined) {
          for (const lead of before.leads) add(lead.node, lead.dialect, emptyScope);
          lowered.push(before.schema);
          continue;
        }
        const dynamicTarget = node.kind === "map" ? scopes?.target(scope, node) : undefined;
        const leads: Lead[] = [];
        const follow: Draft["add"] = (next, lead = dialect) => {
          leads.push({ node: next, dialect: lead });
          return add(next, lead, scope);
        };
        const schema = lowerSchema(documents, reached, follow, dynamicTarget);
        shared.set(reached.id, { schema, leads });
        lowered.push(schema);
      }
      const schemas = new Map(inTextOrder(lowered).map((schema) => [schema.id, schema]));
      reportReferenceRings(documents, schemas);
      return impliedMapping(schemas);
    },
  };
}

/** A schema object as it was reached. */
interface Reached {
  readonly id: SchemaId;
  readonly node: Node;
  readonly dialect: SchemaDialect;
  readonly scope: Scope;
}

/** The schemas that documents of a dialect have been found to lead to in this run, by their ids. */
function sharedSchemas(documents: DocumentSet, leading: SchemaDialect): Map<SchemaId, SharedSchema> {
  const all = lowerings.get(documents) ?? new Map<SchemaDialect, Map<SchemaId, SharedSchema>>();
  const shared = all.get(leading) ?? new Map<SchemaId, SharedSchema>();
  lowerings.set(documents, all.set(leading, shared));
  return shared;
}

/** What has been lowered goes with the run that it belongs to. */
const lowerings = new WeakMap<DocumentSet, Map<SchemaDialect, Map<SchemaId, SharedSchema>>>();

/** A schema that has been lowered, with those that it leads to. */
interface SharedSchema {
  readonly schema: Schema;
  readonly leads: readonly Lead[];
}

interface Lead {
  readonly node: Node;
  readonly dialect: SchemaDialect;
}

/** Ten times what the largest specifications have; more would take longer than anybody waits. */
const maxSchemas = 100_000;

function lowerSchema(documents: DocumentSet, { id, node, dialect }: Reached, add: Draft["add"], dynamicTarget: Node | undefined): Schema {
  const draft: Draft = { documents, dialect, add, dynamicTarget, rules: {}, notes: {} };
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
    id,
    ...(name === undefined ? {} : { name }),
    origin: originOf(node),
    notes: draft.notes as Notes,
    rules: draft.rules as Rules,
  };
}

/** AsyncAPI's multi format schema object: the schema stands inside it, its format beside. */
function readMultiFormat(draft: Draft, node: MapNode, format: Node): void {
  const text = asText(draft.documents, format) ?? "";
  const dialect = dialectOfFormat(text);
  if (dialect === undefined) {
    draft.documents.bag.add("foreign-schema-format", placeOf(format), { format: text });
    return;
  }
  const inner = valueOf(node, "schema");
  if (inner === undefined) reportMissing(draft.documents, node, "schema");
  else draft.rules.ref = draft.add(inner, dialect);
}

/** By the name of the file, then by place: an edit moves nothing but what it moves. */
function inTextOrder(schemas: readonly Schema[]): readonly Schema[] {
  return [...schemas].sort((one, other) => {
    if (one.origin.file !== other.origin.file) return one.origin.file.path < other.origin.file.path ? -1 : 1;
    return one.origin.range.start - other.origin.range.start || (one.id < other.id ? -1 : one.id > other.id ? 1 : 0);
  });
}
