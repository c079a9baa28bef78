import { dialectOf } from "../document/dialect.js";
import type { Node } from "../source/node.js";

/** The feature set of an OpenAPI document: its version without the last number, which adds none. They compare as texts do. */
export type OpenApiVersion = "3.0" | "3.1" | "3.2";

/** What a document states, where that is a version that Parley reads: `3.1` of `3.1.1`. */
export function versionOf(root: Node): OpenApiVersion | undefined {
  const { kind, version } = dialectOf(root);
  const found = kind === "openapi" ? /^(3\.[012])\.\d+(-.+)?$/.exec(version)?.[1] : undefined;
  return found as OpenApiVersion | undefined;
}

/** The version that the file of a node states; a file that is no OpenAPI document follows the one that refers to it. */
export function versionAt(node: Node, referring: OpenApiVersion): OpenApiVersion {
  return versionOf(rootNodeOf(node)) ?? referring;
}

/** The root of the document that a node is part of. */
export function rootNodeOf(node: Node): Node {
  let root = node;
  while (root.parent !== undefined) root = root.parent;
  return root;
}
