import type { Json } from "../model/json.js";
import type { Node } from "../source/node.js";

/** The value that a node spells. Maps become null-prototype objects, so that `__proto__` is an ordinary key. */
export function jsonOf(node: Node): Json {
  if (node.kind === "scalar") return node.value;
  if (node.kind === "list") return node.items.map(jsonOf);
  const value: Record<string, Json> = Object.create(null);
  for (const entry of node.entries.values()) value[entry.key] = jsonOf(entry.value);
  return value;
}
