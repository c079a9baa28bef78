import { asMap, checkKeys, itemsAt, type KeyTable } from "../document/reader.js";
import type { DocumentSet } from "../document/document-set.js";
import type { Entry, MapNode } from "../source/node.js";

/**
 * A map with its `traits` merged in: a later trait wins over an earlier one, the map's own keys over all. Each value stays where it was written.
 * `keys` are those that a trait may have.
 */
export function withTraits(documents: DocumentSet, map: MapNode, keys: KeyTable): MapNode {
  let traits: MapNode | undefined;
  for (const item of itemsAt(documents, map, "traits")) {
    const trait = asMap(documents, item);
    if (trait === undefined) continue;
    checkKeys(documents, trait, keys);
    traits = traits === undefined ? trait : merged(trait, traits);
  }
  return traits === undefined ? map : merged(map, traits);
}

/** JSON Merge Patch (RFC 7396) of `strong` over `weak`: null takes a key away. */
function merged(strong: MapNode, weak: MapNode): MapNode {
  const entries = new Map<string, Entry>(weak.entries);
  for (const [key, entry] of strong.entries) {
    const under = weak.entries.get(key)?.value;
    if (entry.value.kind === "scalar" && entry.value.value === null) entries.delete(key);
    else {
      const both = entry.value.kind === "map" && under?.kind === "map" && !isReference(entry.value) && !isReference(under);
      entries.set(key, both ? { ...entry, value: merged(entry.value as MapNode, under) } : entry);
    }
  }
  return { ...strong, entries };
}

function isReference(map: MapNode): boolean {
  return map.entries.has("$ref");
}
