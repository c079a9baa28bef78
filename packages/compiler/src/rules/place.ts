import type { Location } from "../diagnostics/diagnostic.js";
import type { Json } from "../model/json.js";
import type { Origin } from "../model/origin.js";
import { parsePointer } from "../source/json-pointer.js";
import { labelOf, pointerOf, valueOf, type Node } from "../source/node.js";
import { treeOf } from "../source/parse-text.js";
import { isArray, isObject } from "./json-value.js";

/** The place of something below a model node, in the author's text: the deepest part of the way that is there. */
export function placeOf(origin: Origin, below = ""): Location {
  const node = walk(origin, below).node;
  return node === undefined ? origin : { file: node.file, pointer: pointerOf(node), range: node.kind === "scalar" ? node.range : labelOf(node) };
}

/** The key of something below a model node; where there is no such key, the model node itself. */
export function keyPlaceOf(origin: Origin, below: string): Location {
  const node = nodeAt(origin, below);
  return node === undefined ? origin : { file: node.file, pointer: pointerOf(node), range: labelOf(node) };
}

/** The first place at or below a model node where one of some words is written, as a value or as a key; else the model node itself. */
export function wordPlaceOf(origin: Origin, words: readonly string[]): Location {
  const node = nodeAt(origin);
  return (node && wordIn(node, words)) ?? origin;
}

/** What the author wrote at, or below, a model node; undefined where nothing is there. */
export function nodeAt(origin: Origin, below = ""): Node | undefined {
  const { node, whole } = walk(origin, below);
  return whole ? node : undefined;
}

/** Whether a node spells a value. */
export function spells(node: Node, value: Json): boolean {
  if (node.kind === "scalar") return node.value === value;
  if (node.kind === "list") return isArray(value) && value.length === node.items.length && node.items.every((item, index) => spells(item, value[index] ?? null));
  if (!isObject(value) || Object.keys(value).length !== node.entries.size) return false;
  return Array.from(node.entries.values()).every((entry) => Object.hasOwn(value, entry.key) && spells(entry.value, value[entry.key] ?? null));
}

function wordIn(node: Node, words: readonly string[]): Location | undefined {
  if (node.kind === "scalar") return words.some((word) => word === node.value) ? { file: node.file, pointer: pointerOf(node), range: node.range } : undefined;
  const parts = node.kind === "list" ? node.items : Array.from(node.entries.values(), (entry) => entry.value);
  for (const part of parts) {
    if (part.parent?.kind === "map" && words.includes(String(part.key))) return { file: part.file, pointer: pointerOf(part), range: labelOf(part) };
    const found = wordIn(part, words);
    if (found !== undefined) return found;
  }
  return undefined;
}

function walk(origin: Origin, below: string): { readonly node: Node | undefined; readonly whole: boolean } {
  let node = treeOf(origin.file);
  for (const token of parsePointer(origin.pointer + below) ?? []) {
    const next = node === undefined ? undefined : child(node, token);
    if (next === undefined) return { node, whole: false };
    node = next;
  }
  return { node, whole: true };
}

function child(node: Node, token: string): Node | undefined {
  if (node.kind === "map") return valueOf(node, token);
  return node.kind === "list" ? node.items[Number(token)] : undefined;
}
