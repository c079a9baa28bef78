import type { DocumentSet } from "../document/document-set.js";
import type { Flow } from "../model/flow.js";
import type { MapNode } from "../source/node.js";
import { linkedRoots } from "./linked-roots.js";

export function lowerFlows(documents: DocumentSet, info: MapNode | undefined): readonly Flow[] {
  linkedRoots(documents, info, "x-parley-flows");
  return [];
}
