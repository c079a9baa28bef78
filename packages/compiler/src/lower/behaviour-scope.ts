import type { Location } from "../diagnostics/diagnostic.js";
import { nearest } from "../diagnostics/nearest.js";
import { nameFrom, type DocumentSet } from "../document/document-set.js";
import { asList, asText, mapAt, placeOfKey, textsAt } from "../document/reader.js";
import { placeOf } from "../document/resolve.js";
import { valueOf, type Entry, type MapNode, type Node } from "../source/node.js";

/** Which part of a behaviour file concerns the document that is compiled. */
export interface BehaviourScope {
  /** The key of `specifications` whose document it is; absent where the file does not say. */
  readonly own?: string;
  /** All keys of `specifications`. */
  readonly interfaces: readonly string[];
}

export function behaviourScope(documents: DocumentSet, map: MapNode, entry: string): BehaviourScope {
  const specifications = [...(mapAt(documents, map, "specifications")?.entries.values() ?? [])];
  const own = specifications.find(({ value }) => {
    const path = asText(documents, value);
    return path !== undefined && nameFrom(value.file, path) === entry;
  });
  return { ...(own === undefined ? {} : { own: own.key }), interfaces: specifications.map(({ key }) => key) };
}

/** The interfaces that an object names, one or a list of them; those that the file does not have are reported. */
export function interfacesAt(documents: DocumentSet, map: MapNode, scope: BehaviourScope): readonly string[] {
  const node = valueOf(map, "interface");
  if (node === undefined) return [];
  return (node.kind === "list" ? node.items : [node]).flatMap((item) => {
    const name = asText(documents, item);
    if (name === undefined) return [];
    reportUnknown(documents, scope, name, placeOf(item));
    return [name];
  });
}

/** Whether what is of these interfaces concerns the document; what is of none, or of one that nobody knows, concerns all. */
export function concerns({ own, interfaces }: BehaviourScope, named: readonly string[]): boolean {
  return own === undefined || named.length === 0 || named.includes(own) || named.every((name) => !interfaces.includes(name));
}

/**
 * What differs from interface to interface: `{ uni: [terminal], nni: [connectingGateway] }`. Undefined where the value is no map, and so
 * the same for all.
 */
export interface ByInterface {
  readonly interfaces: readonly string[];
  /** The value for the interface of the document, where it has one. */
  readonly own?: Node;
}

export function byInterface(documents: DocumentSet, node: Node | undefined, scope: BehaviourScope): ByInterface | undefined {
  if (node?.kind !== "map") return undefined;
  const entries: readonly Entry[] = [...node.entries.values()];
  for (const entry of entries) reportUnknown(documents, scope, entry.key, placeOfKey(entry));
  const own = entries.find(({ key }) => key === scope.own)?.value;
  return { interfaces: entries.map(({ key }) => key), ...(own === undefined ? {} : { own }) };
}

/** A list of names, or one for each interface. */
export function namesAt(documents: DocumentSet, map: MapNode, key: string, scope: BehaviourScope): readonly string[] {
  const each = byInterface(documents, valueOf(map, key), scope);
  if (each === undefined) return textsAt(documents, map, key);
  return (asList(documents, each.own)?.items ?? []).flatMap((item) => asText(documents, item) ?? []);
}

function reportUnknown(documents: DocumentSet, { interfaces }: BehaviourScope, name: string, place: Location): void {
  if (interfaces.length === 0 || interfaces.includes(name)) return;
  documents.bag.add("unknown-value", place, { value: name, where: "An interface", near: nearest(name, interfaces), known: interfaces });
}
