import type { Origin } from "../model/origin.js";
import { labelOf, pointerOf, type Node } from "../source/node.js";

/** Where a node was written: its key, where it has one. */
export function originOf(node: Node): Origin {
  return { file: node.file, pointer: pointerOf(node), range: labelOf(node) };
}

/** Names a node by the place it is written. */
export function idOf(node: Node): string {
  return `${node.file.path}#${pointerOf(node)}`;
}
