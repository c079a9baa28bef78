import { valueOf, type MapNode, type Node } from "../source/node.js";
import { knownDialect } from "./known-dialects.js";
import { below, type Place } from "./schema-places.js";
import { resolveUri } from "./uri.js";

/** A part of a file with an identifier of its own, or the file as a whole. */
export interface Resource {
  /** Against what its references are resolved: a URI, or the name of the file. */
  readonly base: string;
  /** Where its JSON pointers start. */
  readonly root: Node;
  readonly parent: Resource | undefined;
  /** What `$anchor`, `$dynamicAnchor` and, up to draft 7, a `$id` that is a fragment name. */
  readonly anchors: Map<string, Node>;
  readonly dynamicAnchors: Map<string, Node>;
  /** The dialect that it states. */
  readonly stated: Node | undefined;
}

/** A place where a file names another one. */
export interface Link {
  readonly base: string;
  readonly written: string;
}

/** What a file says of itself before anyone asks what it means. */
export interface Scan {
  /** The resources, by the object that starts each. */
  readonly resources: ReadonlyMap<Node, Resource>;
  readonly links: readonly Link[];
  /** True where a `$dynamicRef` stands in it. */
  readonly dynamic: boolean;
}

/** Keys of the info object whose value is the path of a file, or a list of paths. */
export const pathKeys: readonly string[] = ["x-parley-behaviour", "x-parley-flows", "x-parley-problems"];

/** Finds the resources and the links of a file, or of a part of it where nothing has an identifier. A loop, however deep the file. */
export function scan(root: Node, place: Place, outer?: Resource): Scan {
  const ground = outer ?? { base: root.file.path, root, parent: undefined, anchors: new Map(), dynamicAnchors: new Map(), stated: undefined };
  const found: Found = { resources: new Map(), links: [], dynamic: false };
  const steps: Step[] = [{ node: root, place, named: false, resource: ground, wrapped: false }];
  for (const step of steps) {
    const { node } = step;
    if (node.kind === "list") for (const item of node.items) if (item.kind !== "scalar") steps.push({ ...step, node: item });
    if (node.kind !== "map") continue;
    const resource = step.named || outer !== undefined ? step.resource : enter(found, step, node, node === root);
    collectLinks(found, node, resource, step);
    for (const { key, value } of node.entries.values()) {
      if (value.kind === "scalar") continue;
      const next = step.named ? { place: step.place, named: false } : below(step.place, node, key, value);
      if (next !== undefined) steps.push({ node: value, ...next, resource, wrapped: !step.named && step.place === "object" ? next.place === "schema" : step.wrapped && step.named });
    }
  }
  if (!found.resources.has(root)) found.resources.set(root, ground);
  return found;
}

interface Found {
  readonly resources: Map<Node, Resource>;
  readonly links: Link[];
  dynamic: boolean;
}

interface Step {
  readonly node: Node;
  readonly place: Place;
  readonly named: boolean;
  readonly resource: Resource;
  /** True for a schema that stands directly in an object of another kind: it may state a dialect without an identifier. */
  readonly wrapped: boolean;
}

/** The resource that an object belongs to: one of its own, where it has an identifier. */
function enter(found: Found, { place, resource, wrapped }: Step, map: MapNode, isRoot: boolean): Resource {
  const stated = place !== "object" ? textNodeOf(map, "$schema") : isRoot ? textNodeOf(map, "jsonSchemaDialect") : undefined;
  const written = place === "object" ? (isRoot ? textOf(map, "$self") : undefined) : textOf(map, "$id");
  // Up to draft 7 nothing beside a $ref counts.
  const legacy = isLegacy(stated ?? resource.stated);
  const id = written === undefined || (legacy && textOf(map, "$ref") !== undefined) ? undefined : resolveUri(resource.base, written);
  let own = resource;
  if (id !== undefined && !(written ?? "").startsWith("#")) {
    own = { base: id.location, root: map, parent: isRoot ? undefined : resource, anchors: new Map(), dynamicAnchors: new Map(), stated };
    found.resources.set(map, own);
  } else if (stated !== undefined && (isRoot || wrapped)) {
    own = { ...resource, parent: isRoot ? undefined : resource, stated };
    found.resources.set(map, own);
  } else if (isRoot) {
    found.resources.set(map, own);
  }
  if (place === "object") return own;
  if (id?.fragment !== undefined && id.fragment !== "" && !id.fragment.startsWith("/")) own.anchors.set(id.fragment, map);
  if (legacy) return own;
  for (const key of ["$anchor", "$dynamicAnchor"]) {
    const anchor = textOf(map, key);
    if (anchor === undefined) continue;
    if (!own.anchors.has(anchor)) own.anchors.set(anchor, map);
    if (key === "$dynamicAnchor" && !own.dynamicAnchors.has(anchor)) own.dynamicAnchors.set(anchor, map);
  }
  return own;
}

function collectLinks(found: Found, map: MapNode, { base }: Resource, { place }: Step): void {
  const link = (node: Node | undefined) => {
    if (node?.kind === "scalar" && typeof node.value === "string" && !node.value.startsWith("#")) found.links.push({ base, written: node.value });
  };
  link(valueOf(map, "$ref"));
  for (const { key, value } of map.entries.values()) {
    if (key === "$dynamicRef") {
      found.dynamic = true;
      link(value);
    } else if (key === (place === "object" ? "jsonSchemaDialect" : "$schema")) {
      if (value.kind === "scalar" && knownDialect(String(value.value)) === undefined) link(value);
    } else if (key === "discriminator" && place !== "object" && value.kind === "map") {
      const mapping = valueOf(value, "mapping");
      for (const entry of mapping?.kind === "map" ? mapping.entries.values() : []) if (isPath(entry.value)) link(entry.value);
    } else if (pathKeys.includes(key)) {
      for (const path of value.kind === "list" ? value.items : [value]) link(path);
    }
  }
}

/** A mapping names a schema, or refers to it. */
function isPath(node: Node): boolean {
  return node.kind === "scalar" && typeof node.value === "string" && /[/#]|\.(ya?ml|json)$/.test(node.value);
}

function isLegacy(stated: Node | undefined): boolean {
  return stated?.kind === "scalar" && typeof stated.value === "string" && /json-schema\.org\/draft-0[3-7]\//.test(stated.value);
}

function textOf(map: MapNode, key: string): string | undefined {
  const node = valueOf(map, key);
  return node?.kind === "scalar" && typeof node.value === "string" ? node.value : undefined;
}

function textNodeOf(map: MapNode, key: string): Node | undefined {
  return textOf(map, key) === undefined ? undefined : valueOf(map, key);
}
