import { nearest } from "../diagnostics/nearest.js";
import type { DocumentSet } from "../document/document-set.js";
import { asBoolean, asList, asText, checkExtension, describe, placeOfKey, placeOfLabel, reportMissing, wordAt, wrong } from "../document/reader.js";
import { follow, placeOf, referenceOf, resolve } from "../document/resolve.js";
import { valueOf, type Entry, type MapNode, type Node } from "../source/node.js";
import { judgeObject } from "./openapi-faults.js";
import { judgeName } from "./openapi-names.js";
import { objects, type ObjectKind, type Shape } from "./openapi-objects.js";
import { versionAt, type OpenApiVersion } from "./openapi-version.js";

/**
 * Holds a document, and all that it refers to, against the grammar of its version: keys, what stands under them, references. Each object is
 * judged once a run, as what it is used as; schemas are judged where they are lowered.
 */
export function checkStructure(documents: DocumentSet, root: MapNode, version: OpenApiVersion): void {
  const waiting: Task[] = [{ shape: { object: "document" }, node: root, version }];
  for (let task = waiting.pop(); task !== undefined; task = waiting.pop()) visit(documents, task, waiting);
}

interface Task {
  readonly shape: Shape;
  readonly node: Node;
  readonly version: OpenApiVersion;
}

function visit(documents: DocumentSet, { shape, node, version }: Task, waiting: Task[]): void {
  if (shape === "text") asText(documents, node);
  else if (shape === "flag") asBoolean(documents, node);
  else if (shape === "any" || shape === "schema") return;
  else if ("words" in shape) {
    if (node.parent?.kind === "map") wordAt(documents, node.parent, String(node.key), shape.words);
  } else if ("list" in shape) {
    for (const item of asList(documents, node)?.items ?? []) waiting.push({ shape: shape.list, node: item, version });
  } else if (node.kind !== "map") wrong(documents, node, "a map", node.parent?.kind === "list" ? describe(node) : undefined);
  else if ("map" in shape) visitMap(documents, { shape, node, version }, waiting);
  else visitObject(documents, { shape, node, version }, waiting);
}

type MapShape = Extract<Shape, { readonly map: Shape }>;
type ObjectOf = Extract<Shape, { readonly object: ObjectKind }>;

function visitMap(documents: DocumentSet, { shape, node, version }: { shape: MapShape; node: MapNode; version: OpenApiVersion }, waiting: Task[]): void {
  if (isJudged(documents, node, shape.names ?? "map")) return;
  const reference = referenceOf(node);
  if (reference !== undefined && shape.map !== "any" && shape.map !== "text") {
    if (shape.names !== "expression") documents.bag.add("unexpected-reference", placeOf(reference), { where: capital(describe(node)) });
    const target = resolve(documents, reference);
    if (target !== undefined) waiting.push({ shape, node: target, version: versionAt(target, version) });
    return;
  }
  for (const entry of node.entries.values()) {
    if (isExtension(entry, shape)) continue;
    if (shape.names !== undefined) judgeName(documents, shape.names, entry);
    waiting.push({ shape: shape.map, node: entry.value, version });
  }
  if (shape.names === "status" && Array.from(node.entries.values()).every((entry) => isExtension(entry, shape))) {
    documents.bag.add("no-response", placeOfLabel(node), {});
  }
}

/** An extension beside the names of a map; where a map may hold no extensions, what begins so and is no map can be nothing else. */
function isExtension({ key, value }: Entry, { map, extensible }: MapShape): boolean {
  return key.startsWith("x-") && (extensible === true || (typeof map === "object" && value.kind !== "map"));
}

function visitObject(documents: DocumentSet, { shape, node, version }: { shape: ObjectOf; node: MapNode; version: OpenApiVersion }, waiting: Task[]): void {
  const { object, reference: allowed } = shape;
  if (isJudged(documents, node, object)) return;
  const { phrase } = objects[object];
  const reference = referenceOf(node);
  if (reference !== undefined) {
    if (allowed === undefined || allowed > version) documents.bag.add("unexpected-reference", placeOf(reference), { where: capital(phrase) });
    const target = resolve(documents, reference);
    if (target !== undefined) waiting.push({ shape, node: target, version: versionAt(target, version) });
    // A ring of references is told here, whether or not anything uses it.
    if (target !== undefined && referenceOf(target) !== undefined) follow(documents, node);
    // Keys beside the reference of a path item belong to it as well.
    if (object !== "pathItem") {
      reportIgnored(documents, node, version);
      return;
    }
  }
  visitFields(documents, object, node, version, waiting);
  judgeObject({ documents, version }, object, node);
}

function visitFields(documents: DocumentSet, object: ObjectKind, node: MapNode, version: OpenApiVersion, waiting: Task[]): void {
  const { phrase, fields } = objects[object];
  for (const entry of node.entries.values()) {
    const { key, value } = entry;
    const field = fields.get(key);
    if (field === undefined) {
      if (key.startsWith("x-")) checkExtension(documents, entry, phrase);
      else reportUnknown(documents, entry, object, version);
      continue;
    }
    if (field.since !== undefined && field.since > version) {
      documents.bag.add("newer-than-version", placeOfKey(entry), { what: `The key "${key}" of ${phrase}`, since: field.since, version });
    } else if (field.unhandled === true) {
      documents.bag.add("unsupported-keyword", placeOfKey(entry), { keyword: key, where: phrase });
    }
    waiting.push({ shape: field.shape, node: value, version });
  }
  for (const [key, { required }] of fields) {
    if (required?.includes(version) === true && valueOf(node, key) === undefined) reportMissing(documents, node, key);
  }
}

function reportUnknown(documents: DocumentSet, entry: Entry, object: ObjectKind, version: OpenApiVersion): void {
  const { phrase, fields } = objects[object];
  const known = [...fields].filter(([, field]) => field.since === undefined || field.since <= version).map(([key]) => key);
  documents.bag.add("unknown-key", placeOfKey(entry), { key: entry.key, where: capital(phrase), near: nearest(entry.key, known), known });
}

/** A reference object has texts of its own since 3.1; everything else beside a reference has no effect. */
function reportIgnored(documents: DocumentSet, node: MapNode, version: OpenApiVersion): void {
  for (const entry of node.entries.values()) {
    const { key } = entry;
    if (key === "$ref" || key === "summary" || key === "description" || key.startsWith("x-")) continue;
    documents.bag.add("ignored-beside-reference", placeOfKey(entry), { key, dialect: `OpenAPI ${version}` });
  }
}

function isJudged({ judged }: DocumentSet, node: Node, as: string): boolean {
  const before = judged.get(node);
  if (before?.has(as) === true) return true;
  if (before === undefined) judged.set(node, new Set([as]));
  else before.add(as);
  return false;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
