import { asMap, checkKeys, itemsAt, reportMissing, requiredTextAt, textAt, textsAt, wordAt, wrong, type KeyTable } from "../document/reader.js";
import type { DocumentSet } from "../document/document-set.js";
import type { Cause, ForeignCode, Registry } from "../model/registry.js";
import { valueOf, type MapNode } from "../source/node.js";
import { linkedRoots } from "./linked-roots.js";
import { originOf } from "./origin-of.js";

export const registryKeys: KeyTable = {
  object: "the registry of problems",
  handled: ["base", "roles", "problems", "causes", "fromSip", "fromQ850", "description"],
};
const causeKeys: KeyTable = { object: "a cause", handled: ["name", "title", "sentBy", "sip", "q850", "description", "provenance"] };
const codeKeys: KeyTable = { object: "a code of another network", handled: ["code", "phrase", "problem", "scope", "reason", "provenance"] };
const rangeKeys: KeyTable = { object: "a range of codes", handled: ["from", "to", "problem", "scope", "reason", "provenance"] };

/** The least and the most that a number may be. */
export type Within = readonly [number, number];

export const q850Within: Within = [1, 127];
const sipWithin: Within = [100, 699];

/** What the registry that `info.x-parley-problems` names says beside its problems; absent where that is nothing. */
export function lowerRegistry(documents: DocumentSet, info: MapNode | undefined): Registry | undefined {
  const maps = linkedRoots(documents, info, "x-parley-problems").flatMap((root) => (root.kind === "map" ? [root] : []));
  const rows = (key: string) => maps.flatMap((map) => itemsAt(documents, map, key)).flatMap((item) => asMap(documents, item) ?? []);
  const registry: Registry = {
    roles: maps.flatMap((map) => textsAt(documents, map, "roles")),
    causes: rows("causes").flatMap((map) => lowerCause(documents, map)),
    fromSip: rows("fromSip").flatMap((map) => lowerCode(documents, map, sipWithin)),
    fromQ850: rows("fromQ850").flatMap((map) => lowerCode(documents, map, q850Within)),
  };
  return Object.values(registry).every(({ length }) => length === 0) ? undefined : registry;
}

/** The roles of `sentBy`; undefined for `any`, and where it is left out. */
export function sendersAt(documents: DocumentSet, map: MapNode): readonly string[] | undefined {
  const node = valueOf(map, "sentBy");
  if (node === undefined || (node.kind === "scalar" && node.value === "any")) return undefined;
  if (node.kind !== "list") return wrong(documents, node, "a list of roles, or any");
  return textsAt(documents, map, "sentBy");
}

/** A whole number between two others; a diagnostic where it is none. */
export function numberWithin(documents: DocumentSet, map: MapNode, key: string, [least, most]: Within): number | undefined {
  const node = valueOf(map, key);
  if (node === undefined) return undefined;
  if (node.kind === "scalar" && typeof node.value === "number" && Number.isSafeInteger(node.value) && node.value >= least && node.value <= most) return node.value;
  return wrong(documents, node, `a whole number from ${String(least)} to ${String(most)}`);
}

function lowerCause(documents: DocumentSet, map: MapNode): readonly Cause[] {
  checkKeys(documents, map, causeKeys);
  const name = requiredTextAt(documents, map, "name");
  const title = requiredTextAt(documents, map, "title");
  const sentBy = sendersAt(documents, map);
  const sip = numberWithin(documents, map, "sip", sipWithin);
  const q850 = numberWithin(documents, map, "q850", q850Within);
  const description = textAt(documents, map, "description");
  const provenance = textAt(documents, map, "provenance");
  if (name === undefined || title === undefined) return [];
  return [{
    name,
    title,
    ...(sentBy === undefined ? {} : { sentBy }),
    ...(sip === undefined ? {} : { sip }),
    ...(q850 === undefined ? {} : { q850 }),
    ...(description === undefined ? {} : { description }),
    ...(provenance === undefined ? {} : { provenance }),
    origin: originOf(map),
  }];
}

function lowerCode(documents: DocumentSet, map: MapNode, within: Within): readonly ForeignCode[] {
  checkKeys(documents, map, isRange(map) ? rangeKeys : codeKeys);
  const [from, to] = codesAt(documents, map, within);
  const phrase = textAt(documents, map, "phrase");
  const problem = textAt(documents, map, "problem");
  const scope = wordAt(documents, map, "scope", ["device", "everywhere"] as const);
  const reason = requiredTextAt(documents, map, "reason");
  const provenance = textAt(documents, map, "provenance");
  if (from === undefined || to === undefined || reason === undefined) return [];
  return [{
    from,
    to,
    ...(phrase === undefined ? {} : { phrase }),
    ...(problem === undefined ? {} : { problem }),
    ...(scope === undefined ? {} : { scope }),
    reason,
    ...(provenance === undefined ? {} : { provenance }),
    origin: originOf(map),
  }];
}

/** `code`, or `from` and `to`. */
function codesAt(documents: DocumentSet, map: MapNode, within: Within): readonly [number | undefined, number | undefined] {
  if (!isRange(map)) {
    if (valueOf(map, "code") === undefined) reportMissing(documents, map, "code");
    const code = numberWithin(documents, map, "code", within);
    return [code, code];
  }
  for (const key of ["from", "to"]) if (valueOf(map, key) === undefined) reportMissing(documents, map, key);
  const from = numberWithin(documents, map, "from", within);
  return [from, numberWithin(documents, map, "to", [from ?? within[0], within[1]])];
}

function isRange(map: MapNode): boolean {
  return valueOf(map, "from") !== undefined || valueOf(map, "to") !== undefined;
}
