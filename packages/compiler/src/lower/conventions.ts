import { nearest } from "../diagnostics/nearest.js";
import type { DocumentSet } from "../document/document-set.js";
import { asText, describe, itemsAt } from "../document/reader.js";
import { placeOf } from "../document/resolve.js";
import { conventions, type Convention } from "../model/convention.js";
import type { MapNode } from "../source/node.js";

/** `x-parley-conventions` of the info object: what the document holds itself to. */
export function lowerConventions(documents: DocumentSet, info: MapNode | undefined): readonly Convention[] {
  if (info === undefined) return [];
  return itemsAt(documents, info, "x-parley-conventions").flatMap((item) => {
    const text = asText(documents, item);
    const convention = conventions.find((each) => each === text);
    if (convention !== undefined) return [convention];
    if (text !== undefined) documents.bag.add("unknown-value", placeOf(item), { value: text, where: describe(item), near: nearest(text, conventions), known: conventions });
    return [];
  });
}
