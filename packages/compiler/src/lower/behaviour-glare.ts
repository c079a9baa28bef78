import type { DocumentSet } from "../document/document-set.js";
import { asText, checkKeys, mapAt, mapsAt, reportMissing, requiredTextAt, textsAt, type KeyTable } from "../document/reader.js";
import type { Containment, Glare, Match } from "../model/behaviour.js";
import { valueOf, type MapNode } from "../source/node.js";
import { namesAt, type BehaviourScope } from "./behaviour-scope.js";
import { originOf } from "./origin-of.js";

const containmentKeys: KeyTable = { object: "a contained machine", handled: ["each", "description"] };
const glareKeys: KeyTable = { object: "glare", handled: ["against", "roles", "in", "same", "lower", "problem", "description"] };

/** Lowers `contains: { negotiation: { each: leg } }`. */
export function lowerContainments(documents: DocumentSet, map: MapNode): readonly Containment[] {
  return mapsAt(documents, map, "contains").flatMap(([machine, child]) => {
    checkKeys(documents, child, containmentKeys);
    const each = requiredTextAt(documents, child, "each");
    return each === undefined ? [] : { machine, each, origin: originOf(child) };
  });
}

/** Lowers `glare: { against: sessionInitiator, in: [settingUp], same: { /from/uri: called }, lower: { /exclusive/tieBreak: tieBreak }, problem: glare }`. */
export function lowerGlare(documents: DocumentSet, map: MapNode, scope: BehaviourScope): Glare | undefined {
  const glare = mapAt(documents, map, "glare");
  if (glare === undefined) return undefined;
  checkKeys(documents, glare, glareKeys);
  const against = requiredTextAt(documents, glare, "against");
  const problem = requiredTextAt(documents, glare, "problem");
  for (const key of ["in", "same", "lower"]) if (valueOf(glare, key) === undefined) reportMissing(documents, glare, key);
  const [lower] = matchesAt(documents, glare, "lower");
  const roles = namesAt(documents, glare, "roles", scope);
  // Where roles are named for other interfaces only, nobody decides it on this one.
  if (roles.length === 0 && valueOf(glare, "roles") !== undefined) return undefined;
  if (against === undefined || problem === undefined || lower === undefined) return undefined;
  return { against, roles, in: textsAt(documents, glare, "in"), same: matchesAt(documents, glare, "same"), lower, problem, origin: originOf(glare) };
}

function matchesAt(documents: DocumentSet, map: MapNode, key: string): readonly Match[] {
  return [...(mapAt(documents, map, key)?.entries.values() ?? [])].flatMap((entry) => {
    const remembered = asText(documents, entry.value);
    return remembered === undefined ? [] : { pointer: entry.key, remembered: remembered.replace(/^\$/, "") };
  });
}
