import { asText } from "../document/reader.js";
import type { DocumentSet } from "../document/document-set.js";
import { placeOf } from "../document/resolve.js";
import { valueOf, type MapNode } from "../source/node.js";

/** The `location` of an object: a runtime expression that names a part of a message. Undefined, and a diagnostic, where it is none. */
export function expressionAt(documents: DocumentSet, map: MapNode): string | undefined {
  const node = valueOf(map, "location");
  const text = asText(documents, node);
  if (node === undefined || text === undefined) return undefined;
  if (/^\$message\.(payload|header)#(\/([^/~]|~[01])*)*$/.test(text)) return text;
  documents.bag.add("invalid-expression", placeOf(node), { expression: text });
  return undefined;
}
