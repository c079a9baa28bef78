import type { DocumentSet } from "../document/document-set.js";
import { placeOfKey, placeOfLabel } from "../document/reader.js";
import { placeOf } from "../document/resolve.js";
import { valueOf, type Entry, type MapNode, type Node } from "../source/node.js";
import { objects, type ObjectKind } from "./openapi-objects.js";
import type { OpenApiVersion } from "./openapi-version.js";

/** What the judgement of an object needs to know of it. */
export interface Judging {
  readonly documents: DocumentSet;
  readonly version: OpenApiVersion;
}

/** Reports two keys of one object that exclude each other. */
export function exclude({ documents }: Judging, object: ObjectKind, map: MapNode, first: string, second: string): void {
  const [one, other] = [map.entries.get(first), map.entries.get(second)];
  if (one === undefined || other === undefined) return;
  const [before, after] = one.keyRange.start < other.keyRange.start ? [one, other] : [other, one];
  documents.bag.add("exclusive-keys", placeOfKey(after), { first: before.key, second: after.key, where: objects[object].phrase }, [
    { message: `"${before.key}"`, location: placeOfKey(before) },
  ]);
}

/** Reports that none of several keys is there, of which one must be. */
export function demandOne({ documents }: Judging, object: ObjectKind, map: MapNode, keys: readonly string[]): boolean {
  if (keys.some((key) => map.entries.has(key))) return true;
  const place = map.parent === undefined ? { ...placeOf(map), range: { start: 0, end: 0 } } : placeOfLabel(map);
  documents.bag.add("missing-alternative", place, { keys, where: objects[object].phrase });
  return false;
}

/** The scalar text under a key, without a word where it is none: the grammar has said so. */
export function wordIn(map: MapNode, key: string): string | undefined {
  const node = valueOf(map, key);
  return node?.kind === "scalar" && typeof node.value === "string" ? node.value : undefined;
}

/** The items of a list under a key. */
export function listIn(map: MapNode, key: string): readonly Node[] {
  const node = valueOf(map, key);
  return node?.kind === "list" ? node.items : [];
}

/** The entries of a map under a key. */
export function entriesIn(map: MapNode, key: string): readonly Entry[] {
  const node = valueOf(map, key);
  return node?.kind === "map" ? [...node.entries.values()] : [];
}
