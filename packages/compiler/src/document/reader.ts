import { nearest } from "../diagnostics/nearest.js";
import { labelOf, pointerOf, valueOf, type Entry, type ListNode, type MapNode, type Node } from "../source/node.js";
import type { Location } from "../diagnostics/diagnostic.js";
import type { DocumentSet } from "./document-set.js";
import { follow, placeOf } from "./resolve.js";

/** The node as a map, through references; a diagnostic where it is none. */
export function asMap(documents: DocumentSet, node: Node | undefined): MapNode | undefined {
  const found = node && follow(documents, node);
  if (found === undefined || found.kind === "map") return found;
  return wrong(documents, found, "a map");
}

export function asList(documents: DocumentSet, node: Node | undefined): ListNode | undefined {
  if (node === undefined || node.kind === "list") return node;
  return wrong(documents, node, "a list");
}

export function asText(documents: DocumentSet, node: Node | undefined): string | undefined {
  if (node === undefined) return undefined;
  if (node.kind === "scalar" && typeof node.value === "string") return node.value;
  return wrong(documents, node, "a string");
}

/** A map of names to texts. */
export function asTextsByName(documents: DocumentSet, node: Node | undefined): { readonly [name: string]: string } | undefined {
  const map = asMap(documents, node);
  if (map === undefined) return undefined;
  const texts = [...map.entries.values()].map(({ key, value }) => [key, asText(documents, value)] as const);
  return Object.fromEntries(texts.filter((each): each is [string, string] => each[1] !== undefined));
}

export function asNumber(documents: DocumentSet, node: Node | undefined): number | undefined {
  if (node === undefined) return undefined;
  if (node.kind === "scalar" && typeof node.value === "number") return node.value;
  return wrong(documents, node, "a number");
}

/** A whole number, 0 or more. */
export function asCount(documents: DocumentSet, node: Node | undefined): number | undefined {
  if (node === undefined) return undefined;
  if (node.kind === "scalar" && typeof node.value === "number" && Number.isInteger(node.value) && node.value >= 0) return node.value;
  return wrong(documents, node, "a whole number, 0 or more");
}

export function asBoolean(documents: DocumentSet, node: Node | undefined): boolean | undefined {
  if (node === undefined) return undefined;
  if (node.kind === "scalar" && typeof node.value === "boolean") return node.value;
  return wrong(documents, node, "true or false");
}

export function mapAt(documents: DocumentSet, map: MapNode, key: string): MapNode | undefined {
  return asMap(documents, valueOf(map, key));
}

export function textAt(documents: DocumentSet, map: MapNode, key: string): string | undefined {
  return asText(documents, valueOf(map, key));
}

export function booleanAt(documents: DocumentSet, map: MapNode, key: string): boolean | undefined {
  return asBoolean(documents, valueOf(map, key));
}

/** The items of a list, or none. */
export function itemsAt(documents: DocumentSet, map: MapNode, key: string): readonly Node[] {
  return asList(documents, valueOf(map, key))?.items ?? [];
}

/** The strings of a list; an item that is none is reported and left out. */
export function textsAt(documents: DocumentSet, map: MapNode, key: string): readonly string[] {
  return itemsAt(documents, map, key).flatMap((item) => asText(documents, item) ?? []);
}

/** The values of a map of maps: each key with what it holds, through references. */
export function mapsAt(documents: DocumentSet, map: MapNode, key: string): readonly (readonly [string, MapNode])[] {
  const found = mapAt(documents, map, key);
  const pairs: (readonly [string, MapNode])[] = [];
  for (const [name, entry] of found?.entries ?? []) {
    // An extension stands beside the names in a map of components.
    if (name.startsWith("x-")) continue;
    const value = asMap(documents, entry.value);
    if (value !== undefined) pairs.push([name, value]);
  }
  return pairs;
}

/** The text under a key that must be there. */
export function requiredTextAt(documents: DocumentSet, map: MapNode, key: string): string | undefined {
  if (valueOf(map, key) === undefined) reportMissing(documents, map, key);
  return textAt(documents, map, key);
}

export function requiredMapAt(documents: DocumentSet, map: MapNode, key: string): MapNode | undefined {
  if (valueOf(map, key) === undefined) reportMissing(documents, map, key);
  return mapAt(documents, map, key);
}

/** One of a closed set of words. */
export function wordAt<Word extends string>(documents: DocumentSet, map: MapNode, key: string, words: readonly Word[]): Word | undefined {
  const node = valueOf(map, key);
  const text = asText(documents, node);
  if (node === undefined || text === undefined) return undefined;
  const word = words.find((each) => each === text);
  if (word === undefined) documents.bag.add("unknown-value", placeOf(node), { value: text, where: describe(node), near: nearest(text, words), known: words });
  return word;
}

/** Which keys a kind of object has: those that are read or say nothing to a compiler, and those that Parley does not handle yet. */
export interface KeyTable {
  /** The object in a sentence: `a channel`. */
  readonly object: string;
  readonly handled: readonly string[];
  readonly unhandled?: readonly string[];
}

/** Reports keys that the object does not have, and keys that Parley does not handle. Extensions are anyone's, but for Parley's own. */
export function checkKeys(documents: DocumentSet, map: MapNode, table: KeyTable): void {
  for (const entry of map.entries.values()) {
    const { key } = entry;
    if (table.handled.includes(key)) continue;
    if (key.startsWith("x-")) checkExtension(documents, entry, table.object);
    else if (table.unhandled?.includes(key)) documents.bag.add("unsupported-keyword", placeOfKey(entry), { keyword: key, where: table.object });
    else reportUnknownKey(documents, entry, table.object, [...table.handled, ...(table.unhandled ?? [])]);
  }
}

/** Reports a misspelt key of Parley's own vocabulary: it would be lost in silence. */
export function checkExtension(documents: DocumentSet, entry: Entry, object: string): void {
  if (entry.key.startsWith("x-parley-") && !extensions.includes(entry.key)) reportUnknownKey(documents, entry, object, extensions);
}

/** The place of the key of an entry. */
export function placeOfKey({ keyRange, value }: Entry): Location {
  return { file: value.file, range: keyRange, pointer: pointerOf(value) };
}

/** The place of a node as a whole: its key, where it has one. */
export function placeOfLabel(node: Node): Location {
  return { file: node.file, range: labelOf(node), pointer: pointerOf(node) };
}

/** Every key that Parley adds to the formats it reads. */
const extensions: readonly string[] = [
  "name", "roles", "problems", "behaviour", "flows", "from", "to", "call", "argument", "provenance", "pages", "participants", "part", "after", "enumerates", "conventions", "closed", "under-way",
].map((name) => `x-parley-${name}`);

function reportUnknownKey(documents: DocumentSet, entry: Entry, object: string, known: readonly string[]): void {
  const where = object.charAt(0).toUpperCase() + object.slice(1);
  documents.bag.add("unknown-key", placeOfKey(entry), { key: entry.key, where, near: nearest(entry.key, known), known });
}

/** A node in a sentence: `"title"`, `An item of "required"`. */
export function describe(node: Node): string {
  if (node.parent === undefined) return "The document";
  return node.parent.kind === "map" ? `"${node.key}"` : `An item of ${describe(node.parent)}`;
}

export function reportMissing(documents: DocumentSet, map: MapNode, key: string): void {
  const place = { file: map.file, range: labelOf(map), pointer: pointerOf(map) };
  documents.bag.add("missing-key", map.parent === undefined ? { ...place, range: { start: 0, end: 0 } } : place, { key, where: describe(map) });
}

/** Reports a node that is not what it must be. */
export function wrong(documents: DocumentSet, node: Node, expected: string, where = describe(node)): undefined {
  documents.bag.add("wrong-type", placeOf(node), { where, expected, found: kindOf(node) });
  return undefined;
}

function kindOf(node: Node): string {
  if (node.kind !== "scalar") return node.kind === "map" ? "a map" : "a list";
  if (node.value === null) return node.range.start === node.range.end ? "empty" : "null";
  if (typeof node.value === "string") return "a string";
  return typeof node.value === "number" ? `the number ${node.file.text.slice(node.range.start, node.range.end)}` : String(node.value);
}
