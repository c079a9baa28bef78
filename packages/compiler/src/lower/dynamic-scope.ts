import type { DocumentSet } from "../document/document-set.js";
import { resourceAt } from "../document/resource.js";
import { referenceOf, resolve, resolveText } from "../document/resolve.js";
import { below } from "../document/schema-places.js";
import type { Resource } from "../document/scan.js";
import { valueOf, type MapNode, type Node } from "../source/node.js";
import { idOf } from "./origin-of.js";

/**
 * The dynamic anchors in force where a schema is reached: of each name the outermost one, as 2020-12 has it (Core, 8.2.3.2). A schema
 * from which a `$dynamicRef` can be reached is lowered once for each scope that makes a difference to it.
 */
export interface Scope {
  /** The same for the same anchors; empty for none. */
  readonly key: string;
  readonly anchors: ReadonlyMap<string, Node>;
}

export const emptyScope: Scope = { key: "", anchors: new Map() };

/** Works out scopes for the schemas of one protocol. */
export interface Scopes {
  /** What is in force inside a schema that is entered from a scope, as far as it matters there. */
  enter(scope: Scope, node: Node): Scope;
  /** Where the `$dynamicRef` of a schema leads. */
  target(scope: Scope, schema: MapNode): Node | undefined;
}

export function scopesOf(documents: DocumentSet): Scopes {
  const reachable = reachableNames(documents);
  return {
    enter(scope, node) {
      const names = reachable(node);
      if (names.size === 0) return emptyScope;
      const anchors = new Map<string, Node>();
      for (const name of [...names].sort()) {
        const anchor = scope.anchors.get(name) ?? resourceAt(documents, node)?.dynamicAnchors.get(name);
        if (anchor !== undefined) anchors.set(name, anchor);
      }
      return { key: [...anchors].map(([name, anchor]) => `${name}=${idOf(anchor)}`).join("&"), anchors };
    },
    target(scope, schema) {
      const first = firstTarget(documents, schema);
      // Only a reference that leads to a dynamic anchor at first is a dynamic one.
      return first?.name === undefined ? first?.node : (scope.anchors.get(first.name) ?? first.node);
    },
  };
}

/** The schema that a `$dynamicRef` names before any scope is asked, and the name of the anchor, where it is a dynamic one. */
function firstTarget(documents: DocumentSet, schema: MapNode): { readonly node: Node; readonly name: string | undefined } | undefined {
  const written = valueOf(schema, "$dynamicRef");
  if (written?.kind !== "scalar" || typeof written.value !== "string") return undefined;
  const found = resolveText(documents, written, written.value);
  if (found.node === undefined) return undefined;
  const { fragment, resource } = found;
  const isDynamic = fragment !== undefined && resource?.dynamicAnchors.get(fragment) === found.node;
  return { node: found.node, name: isDynamic ? fragment : undefined };
}

/** The names of the dynamic references that can be reached from a schema. */
function reachableNames(documents: DocumentSet): (node: Node) => ReadonlySet<string> {
  const known = new Map<Node, ReadonlySet<string>>();
  const edges = new Map<Node, readonly Node[]>();
  const anchorsNamed = dynamicAnchorsByName(documents);
  const own = (node: Node) => (node.kind === "map" ? firstTarget(documents, node)?.name : undefined);
  const edgesOf = (node: Node): readonly Node[] => {
    const found = edges.get(node) ?? schemasUnder(documents, node, anchorsNamed);
    edges.set(node, found);
    return found;
  };
  return (start) => {
    const before = known.get(start);
    if (before !== undefined) return before;
    // Names grow along the edges, backwards, until nothing changes: each schema is met once for each name.
    const nodes = new Set<Node>([start]);
    for (const node of nodes) for (const next of edgesOf(node)) nodes.add(next);
    const incoming = new Map<Node, Node[]>();
    for (const node of nodes) {
      for (const next of edgesOf(node)) {
        const before = incoming.get(next);
        if (before === undefined) incoming.set(next, [node]);
        else before.push(node);
      }
    }
    const names = new Map<Node, Set<string>>([...nodes].map((node) => [node, new Set<string>()]));
    const work: (readonly [Node, string])[] = [...nodes].flatMap((node): (readonly [Node, string])[] => [own(node) ?? []].flat().map((name) => [node, name] as const));
    for (const [node, name] of work) {
      if (names.get(node)?.has(name) !== false) continue;
      names.get(node)?.add(name);
      for (const from of incoming.get(node) ?? []) work.push([from, name]);
    }
    for (const [node, found] of names) known.set(node, found);
    return names.get(start) ?? new Set();
  };
}

function dynamicAnchorsByName(documents: DocumentSet): ReadonlyMap<string, readonly Node[]> {
  const anchors = new Map<string, Node[]>();
  const seen = new Set<Resource["dynamicAnchors"]>();
  for (const file of documents.files.values()) {
    for (const { dynamicAnchors } of file.scan?.resources.values() ?? []) {
      if (seen.has(dynamicAnchors)) continue;
      seen.add(dynamicAnchors);
      for (const [name, node] of dynamicAnchors) anchors.set(name, [...(anchors.get(name) ?? []), node]);
    }
  }
  return anchors;
}

/** Every schema that one leads to: those inside it, and those that it refers to. */
function schemasUnder(documents: DocumentSet, node: Node, anchorsNamed: ReadonlyMap<string, readonly Node[]>): readonly Node[] {
  if (node.kind !== "map") return [];
  const found: Node[] = [];
  const reference = referenceOf(node);
  const target = reference && resolve(documents, reference);
  if (target !== undefined) found.push(target);
  const dynamic = firstTarget(documents, node);
  if (dynamic !== undefined) found.push(dynamic.node, ...(dynamic.name === undefined ? [] : (anchorsNamed.get(dynamic.name) ?? [])));
  for (const { key, value } of node.entries.values()) {
    const next = below("schema", node, key, value);
    if (next === undefined) continue;
    if (value.kind === "list") found.push(...value.items);
    else if (next.named && value.kind === "map") for (const entry of value.entries.values()) found.push(entry.value);
    else if (!next.named) found.push(value);
  }
  return found;
}
