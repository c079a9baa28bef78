import { escapeToken } from "./json-pointer.js";
import type { Range, SourceFile } from "./source-file.js";

/** One value of a document with its place in the text: JSON's values, whether written as YAML or as JSON. */
export type Node = MapNode | ListNode | ScalarNode;

/** A map, in the author's order. A key written twice has its first value here. */
export interface MapNode extends Place {
  readonly kind: "map";
  readonly entries: ReadonlyMap<string, Entry>;
}

export interface Entry {
  readonly key: string;
  readonly keyRange: Range;
  readonly value: Node;
}

export interface ListNode extends Place {
  readonly kind: "list";
  readonly items: readonly Node[];
}

export interface ScalarNode extends Place {
  readonly kind: "scalar";
  readonly value: string | number | boolean | null;
}

/** Where a node stands. What an alias names stands where its anchor does. */
export interface Place {
  readonly file: SourceFile;
  readonly range: Range;
  readonly parent: MapNode | ListNode | undefined;
  /** Key in the parent map, or index in the parent list; the empty string at the root. */
  readonly key: string | number;
}

/** The JSON pointer of a node inside its file. */
export function pointerOf(node: Node): string {
  let pointer = "";
  let at: Node = node;
  while (at.parent !== undefined) {
    pointer = `/${typeof at.key === "number" ? at.key : escapeToken(at.key)}${pointer}`;
    at = at.parent;
  }
  return pointer;
}

/** The stretch to underline: the key that introduces a node, else the node itself. */
export function labelOf(node: Node): Range {
  if (node.parent?.kind !== "map") return node.range;
  return node.parent.entries.get(String(node.key))?.keyRange ?? node.range;
}

/** The value of a key, or undefined. */
export function valueOf(map: MapNode, key: string): Node | undefined {
  return map.entries.get(key)?.value;
}
