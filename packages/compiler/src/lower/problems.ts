import { asCount, asMap, asText, checkKeys, itemsAt, requiredTextAt, textAt, wordAt, type KeyTable } from "../document/reader.js";
import type { DocumentSet } from "../document/document-set.js";
import { placeOf } from "../document/resolve.js";
import type { ListedProblem, Problem } from "../model/problem.js";
import { valueOf, type MapNode } from "../source/node.js";
import { linkedRoots } from "./linked-roots.js";
import { originOf } from "./origin-of.js";
import { numberWithin, q850Within, registryKeys, sendersAt } from "./registry.js";

const problemKeys: KeyTable = {
  object: "a problem",
  handled: ["name", "title", "status", "sentBy", "retry", "rank", "sip", "sipEverywhere", "q850", "description", "provenance"],
};
const retries = ["never", "after", "elsewhere"] as const;

/** `x-parley-problems` of an operation or a response: what it may carry. */
export function listedProblems(documents: DocumentSet, map: MapNode): readonly ListedProblem[] {
  return itemsAt(documents, map, "x-parley-problems").flatMap((item) => {
    const name = asText(documents, item);
    return name === undefined ? [] : [{ name, origin: originOf(item) }];
  });
}

/** The problems of the registry that `info.x-parley-problems` names. */
export function lowerProblems(documents: DocumentSet, info: MapNode | undefined): readonly Problem[] {
  return linkedRoots(documents, info, "x-parley-problems").flatMap((root) => {
    const registry = asMap(documents, root);
    if (registry === undefined) return [];
    checkKeys(documents, registry, registryKeys);
    const base = requiredTextAt(documents, registry, "base") ?? "";
    return itemsAt(documents, registry, "problems").flatMap((item) => {
      const problem = asMap(documents, item);
      return problem === undefined ? [] : lowerProblem(documents, problem, base);
    });
  });
}

function lowerProblem(documents: DocumentSet, map: MapNode, base: string): readonly Problem[] {
  checkKeys(documents, map, problemKeys);
  const name = requiredTextAt(documents, map, "name");
  const title = requiredTextAt(documents, map, "title");
  const status = statusAt(documents, map);
  const sentBy = sendersAt(documents, map);
  const retry = wordAt(documents, map, "retry", retries) ?? "never";
  const rank = numberWithin(documents, map, "rank", [1, 99]);
  const sip = numberWithin(documents, map, "sip", [300, 699]);
  const sipEverywhere = numberWithin(documents, map, "sipEverywhere", [600, 699]);
  const q850 = numberWithin(documents, map, "q850", q850Within);
  const description = textAt(documents, map, "description");
  const provenance = asText(documents, valueOf(map, "provenance"));
  if (name === undefined || title === undefined) return [];
  return [{
    name,
    type: base + name,
    title,
    status: status ?? 500,
    ...(sentBy === undefined ? {} : { sentBy }),
    retry,
    ...(rank === undefined ? {} : { rank }),
    ...(sip === undefined ? {} : { sip }),
    ...(sipEverywhere === undefined ? {} : { sipEverywhere }),
    ...(q850 === undefined ? {} : { q850 }),
    ...(description === undefined ? {} : { description }),
    ...(provenance === undefined ? {} : { provenance }),
    origin: originOf(map),
  }];
}

function statusAt(documents: DocumentSet, map: MapNode): number | undefined {
  const node = valueOf(map, "status");
  const status = asCount(documents, node);
  if (node === undefined || status === undefined || (status >= 100 && status <= 599)) return status;
  documents.bag.add("invalid-status", placeOf(node), { status: String(status), range: false });
  return undefined;
}
