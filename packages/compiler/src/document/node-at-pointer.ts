import { parsePointer } from "../source/json-pointer.js";
import { valueOf, type Node } from "../source/node.js";

/** The node that a pointer names in a tree, with no reference followed. */
export function nodeAtPointer(root: Node, pointer: string): Node | undefined {
  let at: Node | undefined = root;
  for (const token of parsePointer(pointer) ?? []) at = at?.kind === "map" ? valueOf(at, token) : at?.kind === "list" ? at.items[Number(token)] : undefined;
  return at;
}
