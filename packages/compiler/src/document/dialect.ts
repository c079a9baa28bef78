import { valueOf, type Node, type ScalarNode } from "../source/node.js";

/** What kind of document a root is, by its first key. */
export interface Dialect {
  readonly kind: "asyncapi" | "openapi" | "swagger" | "arazzo" | "behaviour" | "unknown";
  /** The version that the document states, where it states one. */
  readonly version: string;
  /** The node that states it. */
  readonly stated?: Node;
}

export function dialectOf(root: Node): Dialect {
  if (root.kind !== "map") return { kind: "unknown", version: "" };
  for (const kind of ["asyncapi", "openapi", "swagger", "arazzo", "behaviour"] as const) {
    const stated = valueOf(root, kind);
    if (stated?.kind === "scalar") return { kind, version: versionText(stated), stated };
  }
  return { kind: "unknown", version: "" };
}

/** True for a document that can be compiled or judged on its own. */
export function isEntry(root: Node): boolean {
  const { kind } = dialectOf(root);
  return kind === "asyncapi" || kind === "openapi" || kind === "arazzo" || kind === "swagger";
}

/** As written: an unquoted `3.0` is a number to YAML. */
function versionText(stated: ScalarNode): string {
  return typeof stated.value === "string" ? stated.value : stated.file.text.slice(stated.range.start, stated.range.end);
}
