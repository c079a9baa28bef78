import { nearest } from "../diagnostics/nearest.js";
import { nameFrom, type DocumentSet } from "../document/document-set.js";
import { asText, mapAt, mapsAt, textsAt } from "../document/reader.js";
import { placeOf } from "../document/resolve.js";
import { valueOf, type MapNode } from "../source/node.js";

/** Which part of a behaviour file concerns the document that is compiled. */
export interface BehaviourScope {
  /** The key of `specifications` whose document it is; absent where the file does not say. */
  readonly own?: string;
  /** All keys of `specifications`. */
  readonly interfaces: readonly string[];
  /** The roles of the document. */
  readonly roles: readonly string[];
  /** The roles of each machine of the file: where one of them is not the document's, it may be another's. */
  readonly written: readonly (readonly string[])[];
}

export function behaviourScope(documents: DocumentSet, map: MapNode, entry: string, roles: readonly string[]): BehaviourScope {
  const specifications = [...(mapAt(documents, map, "specifications")?.entries.values() ?? [])];
  const own = specifications.find(({ value }) => {
    const path = asText(documents, value);
    return path !== undefined && nameFrom(value.file, path) === entry;
  });
  const written = mapsAt(documents, map, "machines").map(([, machine]) => textsAt(documents, machine, "roles"));
  return { ...(own === undefined ? {} : { own: own.key }), interfaces: specifications.map(({ key }) => key), roles, written };
}

/** The interfaces that an object names, one or a list of them; those that the file does not have are reported. */
export function interfacesAt(documents: DocumentSet, map: MapNode, { interfaces }: BehaviourScope): readonly string[] {
  const node = valueOf(map, "interface");
  if (node === undefined) return [];
  return (node.kind === "list" ? node.items : [node]).flatMap((item) => {
    const name = asText(documents, item);
    if (name === undefined) return [];
    if (interfaces.length > 0 && !interfaces.includes(name)) {
      documents.bag.add("unknown-value", placeOf(item), { value: name, where: "An interface", near: nearest(name, interfaces), known: interfaces });
    }
    return [name];
  });
}

/** Whether what is of these interfaces concerns the document; what is of none, or of one that nobody knows, concerns all. */
export function concerns({ own, interfaces }: BehaviourScope, named: readonly string[]): boolean {
  return own === undefined || named.length === 0 || named.includes(own) || named.every((name) => !interfaces.includes(name));
}

/**
 * Of the roles that an object of several interfaces names, those that are left when those of other interfaces are dropped: a role that the
 * document does not have, and that so many machines of the file name. Any other is kept, and a rule will say that nobody knows it.
 */
export function rolesHere({ own, roles, written }: BehaviourScope, named: readonly string[], machines: number): readonly string[] {
  if (own === undefined) return named;
  return named.filter((role) => roles.includes(role) || written.filter((each) => each.includes(role)).length < machines);
}
