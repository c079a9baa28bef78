import type { DocumentSet } from "../document/document-set.js";
import type { Behaviour } from "../model/behaviour.js";
import type { MapNode } from "../source/node.js";
import { linkedRoots } from "./linked-roots.js";

export function lowerBehaviour(documents: DocumentSet, info: MapNode | undefined): Behaviour | undefined {
  linkedRoots(documents, info, "x-parley-behaviour");
  return undefined;
}
