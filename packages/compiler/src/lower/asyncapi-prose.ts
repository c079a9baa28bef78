import { asMap, checkKeys, itemsAt, requiredTextAt } from "../document/reader.js";
import type { DocumentSet } from "../document/document-set.js";
import { valueOf, type MapNode } from "../source/node.js";
import { externalDocsKeys, tagKeys } from "./asyncapi-keys.js";

/** Judges what an object says to people only: its tags and its external documentation. */
export function checkProse(documents: DocumentSet, map: MapNode): void {
  checkDocs(documents, map);
  for (const item of itemsAt(documents, map, "tags")) {
    const tag = asMap(documents, item);
    if (tag === undefined) continue;
    checkKeys(documents, tag, tagKeys);
    requiredTextAt(documents, tag, "name");
    checkDocs(documents, tag);
  }
}

function checkDocs(documents: DocumentSet, map: MapNode): void {
  const docs = asMap(documents, valueOf(map, "externalDocs"));
  if (docs === undefined) return;
  checkKeys(documents, docs, externalDocsKeys);
  requiredTextAt(documents, docs, "url");
}
