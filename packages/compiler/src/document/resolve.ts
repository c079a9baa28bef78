import { nearest } from "../diagnostics/nearest.js";
import type { Location } from "../diagnostics/diagnostic.js";
import { formatPointer, parsePointer } from "../source/json-pointer.js";
import { pointerOf, valueOf, type Node, type ScalarNode } from "../source/node.js";
import { rootOf, type DocumentSet } from "./document-set.js";
import type { Found } from "./found.js";
import { reportNowhere } from "./nowhere.js";
import { baseAt, resourceAt } from "./resource.js";
import type { Resource } from "./scan.js";
import { resolveUri } from "./uri.js";

/** The `$ref` of a map, where it is one. */
export function referenceOf(node: Node): TextScalar | undefined {
  if (node.kind !== "map") return undefined;
  const reference = valueOf(node, "$ref");
  return reference?.kind === "scalar" && typeof reference.value === "string" ? (reference as TextScalar) : undefined;
}

export interface TextScalar extends ScalarNode {
  readonly value: string;
}

/** What a reference names, one step. Where that is nothing, a diagnostic says so, once. */
export function resolve(documents: DocumentSet, reference: TextScalar): Node | undefined {
  if (documents.targets.has(reference)) {
    const known = documents.targets.get(reference);
    if (known === undefined) documents.outside.meetAgain(placeOf(reference));
    return known;
  }
  // Held while resolving, so that a pointer that leads through its own reference ends.
  documents.targets.set(reference, undefined);
  const found = resolveText(documents, reference, reference.value);
  const target = found?.node;
  if (found !== undefined && target === undefined) reportNowhere(documents, placeOf(reference), reference.value, found);
  documents.targets.set(reference, target);
  return target;
}

/** The node itself or, through any chain of references, what it stands for; undefined where the chain breaks or is a ring. */
export function follow(documents: DocumentSet, node: Node): Node | undefined {
  const passed = new Set<Node>();
  let at: Node | undefined = node;
  for (let reference = referenceOf(node); at !== undefined && reference !== undefined; reference = at && referenceOf(at)) {
    if (passed.has(at)) {
      documents.bag.add("reference-cycle", placeOf(reference), { what: `The reference "${reference.value}"` });
      return undefined;
    }
    passed.add(at);
    at = resolve(documents, reference);
  }
  return at;
}

/** The place of a node itself, for a diagnostic about its value. */
export function placeOf(node: Node): Location {
  return { file: node.file, range: node.range, pointer: pointerOf(node) };
}

/** What a text that stands at a node refers to: a resource by its identifier, else a file; then a pointer or an anchor in it. */
export function resolveText(documents: DocumentSet, node: Node, written: string): Found {
  const address = resolveUri(baseAt(documents, node), written);
  if (address === undefined) return { location: undefined, fragment: undefined };
  const { location, fragment } = address;
  const resource = resourceNamed(documents, node, location);
  if (resource === undefined) {
    const file = documents.files.get(location);
    if (file?.source !== undefined) rootOf(documents, location);
    // A file that could not be read has its own diagnostic.
    return { location, fragment, told: file?.source !== undefined };
  }
  rootOf(documents, resource.root.file.path);
  if (fragment === undefined) return { location, fragment, resource };
  if (fragment !== "" && !fragment.startsWith("/")) {
    const anchored = resource.anchors.get(fragment);
    return { location, fragment, resource, ...(anchored === undefined ? {} : { node: anchored }) };
  }
  const found = walk(documents, resource.root, fragment, node);
  if (found?.node === undefined && written.startsWith("#/components/") && resource.root.parent !== undefined) {
    // Schemas with an identifier refer to their neighbours in the document as if they had none: nothing else can be meant.
    const file = documents.files.get(node.file.path)?.root;
    const inFile = file && walk(documents, file, fragment, node);
    if (inFile?.node !== undefined) return { location, fragment, resource, ...inFile };
  }
  return { location, fragment, resource, ...found };
}

function resourceNamed(documents: DocumentSet, node: Node, location: string): Resource | undefined {
  const own = resourceAt(documents, node);
  if (own?.base === location) return own;
  const file = documents.files.get(node.file.path);
  for (const resource of documents.identified.get(location) ?? []) if (resource.root.file === node.file) return resource;
  const [known] = documents.identified.get(location) ?? [];
  if (known !== undefined) return known;
  const name = documents.files.get(location)?.root === undefined ? documents.beside.get(location) : location;
  const found = name === undefined ? undefined : documents.files.get(name);
  if (file === undefined || found?.root === undefined) return undefined;
  const [whole] = found.scan?.resources.values() ?? [];
  // A file beside this one that says it is another resource is not the one that is meant.
  return whole !== undefined && (name === location || whole.base === location || whole.base === name) ? wholeFile(whole, found.root) : undefined;
}

function wholeFile(resource: Resource, root: Node): Resource {
  return resource.root === root ? resource : { ...resource, root };
}

function walk(documents: DocumentSet, root: Node, pointer: string, from: Node): Pick<Found, "node" | "missing" | "told"> | undefined {
  const tokens = parsePointer(pointer);
  if (tokens === undefined) return undefined;
  let at = root;
  for (const [index, token] of tokens.entries()) {
    let next = child(at, token);
    const reference = referenceOf(at);
    // A reference does not lead through itself.
    if (next === undefined && reference !== undefined && reference !== from) {
      // A pointer may lead through an object that is itself a reference: a channel of another file, say.
      const through = follow(documents, at);
      if (through === undefined) return { told: true };
      at = through;
      next = child(at, token);
    }
    if (next === undefined) {
      const near = nearest(token, at.kind === "map" ? at.entries.keys() : []);
      const mended = near === undefined ? undefined : formatPointer([...tokens.slice(0, index), near, ...tokens.slice(index + 1)]);
      return { missing: { at: formatPointer(tokens.slice(0, index)), token, near: mended } };
    }
    at = next;
  }
  return { node: at };
}

function child(node: Node, token: string): Node | undefined {
  if (node.kind === "map") return valueOf(node, token);
  return node.kind === "list" && /^(0|[1-9]\d*)$/.test(token) ? node.items[Number(token)] : undefined;
}
