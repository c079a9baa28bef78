import type { Node } from "../source/node.js";
import type { DocumentSet } from "./document-set.js";
import type { Resource } from "./scan.js";

/** The resource that a node stands in: that of the nearest object around it with an identifier, else its file. */
export function resourceAt(documents: DocumentSet, node: Node): Resource | undefined {
  const resources = documents.files.get(node.file.path)?.scan?.resources;
  if (resources === undefined) return undefined;
  let at: Node | undefined = node;
  // Nearly every file is one resource.
  if (resources.size > 1) {
    for (; at !== undefined; at = at.parent) {
      const found = resources.get(at);
      if (found !== undefined) return found;
    }
  }
  const [whole] = resources.values();
  return whole;
}

/** The resource around one that has an identifier of its own. */
export function enclosing(documents: DocumentSet, { parent, root }: Resource): Resource | undefined {
  return parent ?? (root.parent === undefined ? undefined : resourceAt(documents, root.parent));
}

/** The base that references at a node are resolved against. */
export function baseAt(documents: DocumentSet, node: Node): string {
  return resourceAt(documents, node)?.base ?? node.file.path;
}
