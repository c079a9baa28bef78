import { nameFrom, rootOf, type DocumentSet } from "../document/document-set.js";
import { asText } from "../document/reader.js";
import { placeOf } from "../document/resolve.js";
import { valueOf, type MapNode, type Node } from "../source/node.js";

/** The roots of the files that a key of the info object names; a diagnostic for each that is not there. */
export function linkedRoots(documents: DocumentSet, info: MapNode | undefined, key: string): readonly Node[] {
  const written = info && valueOf(info, key);
  if (written === undefined) return [];
  const paths = written.kind === "list" ? written.items : [written];
  return paths.flatMap((node) => {
    const path = asText(documents, node);
    if (path === undefined) return [];
    const name = nameFrom(node.file, path);
    const loaded = documents.files.get(name);
    if (loaded?.outside !== undefined) {
      documents.outside.meet(path, placeOf(node), loaded.outside);
      return [];
    }
    if (loaded?.source === undefined) {
      documents.bag.add("file-not-found", placeOf(node), { path: name, near: loaded?.near });
      return [];
    }
    return rootOf(documents, name) ?? [];
  });
}
