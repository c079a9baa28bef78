import { posix } from "node:path";
import { valueOf, type Node } from "../source/node.js";

/** The author's name for a schema: its key among named schemas, else a title that is a name, else the name of the file that it is. */
export function nameOfSchema(node: Node): string | undefined {
  const group = node.parent?.key;
  if (group === "$defs" || group === "definitions" || (group === "schemas" && node.parent?.parent?.key === "components")) return String(node.key);
  const title = node.kind === "map" ? valueOf(node, "title") : undefined;
  if (title?.kind === "scalar" && typeof title.value === "string" && /^[A-Za-z][A-Za-z0-9_]*$/.test(title.value)) return title.value;
  return node.parent === undefined ? posix.basename(node.file.path).replace(/(\.schema)?\.[^.]+$/, "") : undefined;
}
