import { nearest } from "../diagnostics/nearest.js";
import type { Location } from "../diagnostics/diagnostic.js";
import { formatPointer, parsePointer } from "../source/json-pointer.js";
import { pointerOf, valueOf, type Node, type ScalarNode } from "../source/node.js";
import { nameFrom, rootOf, type DocumentSet } from "./document-set.js";
import { isRemote, percentDecoded, splitReference } from "./file-links.js";

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
  if (documents.targets.has(reference)) return documents.targets.get(reference);
  // Held while resolving, so that a pointer that leads through its own reference ends.
  documents.targets.set(reference, undefined);
  const target = find(documents, reference);
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

function find(documents: DocumentSet, reference: TextScalar): Node | undefined {
  const written = reference.value;
  const unresolved = (what: string, near?: string) => {
    documents.bag.add("unresolved-reference", placeOf(reference), { reference: written, what, near });
    return undefined;
  };
  if (isRemote(written)) {
    documents.bag.add("remote-reference", placeOf(reference), { reference: written });
    return undefined;
  }
  const { file, fragment } = splitReference(written);
  const name = file === "" ? reference.file.path : nameFrom(reference.file, file);
  const loaded = documents.files.get(name);
  if (loaded?.source === undefined) {
    return unresolved(`there is no file "${name}"`, loaded?.near && nearReference(written, file, loaded.near));
  }
  const root = rootOf(documents, name);
  // A file that could not be read has its own diagnostic.
  if (root === undefined) return undefined;
  const decoded = percentDecoded(fragment);
  const tokens = decoded === undefined ? undefined : parsePointer(decoded);
  if (tokens === undefined) return unresolved(`"${fragment}" is not a JSON pointer`, fragment.startsWith("/") ? undefined : `${file}#/${fragment}`);
  return walk(documents, root, tokens, (at, index) => {
    const token = tokens[index] ?? "";
    const near = nearest(token, keysOf(at));
    const suggestion = near === undefined ? undefined : `${file}#${formatPointer([...tokens.slice(0, index), near, ...tokens.slice(index + 1)])}`;
    const holder = index === 0 ? `"${name}"` : `"${formatPointer(tokens.slice(0, index))}"`;
    return unresolved(`${holder} has no "${token}"`, suggestion);
  });
}

function walk(documents: DocumentSet, root: Node, tokens: readonly string[], missing: (at: Node, index: number) => undefined): Node | undefined {
  let at = root;
  for (const [index, token] of tokens.entries()) {
    let next = child(at, token);
    if (next === undefined && referenceOf(at) !== undefined) {
      // A pointer may lead through an object that is itself a reference: a channel of another file, say.
      const through = follow(documents, at);
      if (through === undefined) return undefined;
      at = through;
      next = child(at, token);
    }
    if (next === undefined) return missing(at, index);
    at = next;
  }
  return at;
}

function child(node: Node, token: string): Node | undefined {
  if (node.kind === "map") return valueOf(node, token);
  return node.kind === "list" && /^(0|[1-9]\d*)$/.test(token) ? node.items[Number(token)] : undefined;
}

function keysOf(node: Node): Iterable<string> {
  return node.kind === "map" ? node.entries.keys() : [];
}

/** The reference with the name of the near file in it. */
function nearReference(written: string, file: string, near: string): string {
  const folder = file.slice(0, file.lastIndexOf("/") + 1);
  return folder + near.slice(near.lastIndexOf("/") + 1) + written.slice(written.indexOf("#") === -1 ? written.length : written.indexOf("#"));
}
