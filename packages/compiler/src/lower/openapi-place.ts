import { follow, referenceOf, resolve } from "../document/resolve.js";
import type { ChannelId } from "../model/channel.js";
import { camelCase } from "../model/identifier.js";
import type { OperationId } from "../model/operation.js";
import { escapeToken } from "../source/json-pointer.js";
import { valueOf, type MapNode, type Node } from "../source/node.js";
import { mapIn, type OpenApiContext } from "./openapi-context.js";
import { lacksDollar } from "./openapi-expression.js";
import { entriesIn, wordIn } from "./openapi-judging.js";
import { pathMethods } from "./openapi-objects.js";
import { idOf } from "./origin-of.js";

/** A path item where it is reached: under a path, a webhook, or an expression of a callback. What it refers to stands beneath. */
export interface PlacedItem {
  readonly id: ChannelId;
  /** The path item itself, then those that it refers to: the first that has a key says it. */
  readonly layers: readonly [MapNode, ...MapNode[]];
  readonly by: Trigger;
}

export type Trigger =
  | { readonly kind: "path"; readonly path: string }
  | { readonly kind: "webhook"; readonly name: string }
  | { readonly kind: "callback"; readonly name: string; readonly expression: string; readonly parent: PlacedOperation };

/** An operation where it is reached: one that several path items share is several operations. */
export interface PlacedOperation {
  readonly id: OperationId;
  readonly map: MapNode;
  readonly item: PlacedItem;
  readonly method: string;
}

/** Finds every operation of a document: under its paths first, then its webhooks, then the callbacks of those. */
export function placeOperations(context: OpenApiContext, root: MapNode): readonly PlacedItem[] {
  const items: PlacedItem[] = [];
  const add = (holder: MapNode | undefined, byOf: (name: string) => Trigger): void => {
    for (const { key, value } of holder?.entries.values() ?? []) {
      if (holder !== undefined && value.kind === "map" && !key.startsWith("x-")) {
        items.push({ id: `${idOf(holder)}/${escapeToken(key)}`, layers: layersOf(context, value), by: byOf(key) });
      }
    }
  };
  add(mapIn(context, root, "paths"), (path) => ({ kind: "path", path }));
  add(mapIn(context, root, "webhooks"), (name) => ({ kind: "webhook", name }));
  // An operation that callbacks share has its own callbacks once: else they could hold one another without end.
  const expanded = new Set<MapNode>();
  for (const item of items) {
    for (const operation of operationsOf(item)) {
      if (item.by.kind === "callback" && expanded.has(operation.map)) continue;
      expanded.add(operation.map);
      for (const callback of entriesIn(operation.map, "callbacks")) items.push(...callbackItems(context, operation, callback.key, callback.value));
    }
  }
  return items;
}

/** The path items and callbacks of the components, as if each were a webhook: what matters is what they hold. */
export function componentItems(context: OpenApiContext, components: MapNode): readonly PlacedItem[] {
  const callbacks = entriesIn(components, "callbacks").flatMap(({ value }) => follow(context.documents, value) ?? []);
  const holders = [mapIn(context, components, "pathItems"), ...callbacks].flatMap((holder) => (holder?.kind === "map" ? [holder] : []));
  return holders.flatMap((holder) => Array.from(holder.entries.values()).flatMap(({ key, value }) => {
    if (value.kind !== "map" || key.startsWith("x-")) return [];
    return [{ id: `${idOf(holder)}/${escapeToken(key)}`, layers: layersOf(context, value), by: { kind: "webhook", name: key } } satisfies PlacedItem];
  }));
}

/** The operations of a path item. */
export function operationsOf(item: PlacedItem): readonly PlacedOperation[] {
  const found: PlacedOperation[] = [];
  const add = (method: string, node: Node | undefined, key: string): void => {
    if (node?.kind === "map") found.push({ id: `${item.id}/${key}`, map: node, item, method });
  };
  for (const method of pathMethods) add(method, layeredValue(item, method), method);
  const additional = layeredValue(item, "additionalOperations");
  for (const { key, value } of additional?.kind === "map" ? additional.entries.values() : []) add(key, value, `additionalOperations/${escapeToken(key)}`);
  return found;
}

/** What a path item, or else one that it refers to, has under a key. */
export function layeredValue(item: PlacedItem, key: string): Node | undefined {
  for (const layer of item.layers) {
    const value = valueOf(layer, key);
    if (value !== undefined) return value;
  }
  return undefined;
}

/**
 * A name for each operation: its `operationId`, or one made of its method and place. Those that would be equal are told apart by what tells
 * them apart in the document, so that no name hangs on the order of others.
 */
export function nameOperations(operations: readonly PlacedOperation[]): ReadonlyMap<PlacedOperation, string> {
  const names = new Map<PlacedOperation, string>();
  const stated = new Set<string>();
  for (const operation of operations) {
    const name = wordIn(operation.map, "operationId");
    // A second use of an operation that is written once has its name from its place.
    if (name === undefined || stated.has(name)) continue;
    stated.add(name);
    names.set(operation, name);
  }
  const rest = operations.filter((operation) => !names.has(operation));
  for (const wishOf of [plainName, fullName]) {
    const groups = new Map<string, PlacedOperation[]>();
    for (const operation of rest.filter((each) => !names.has(each))) {
      const name = wishOf(operation, names);
      groups.set(name, [...(groups.get(name) ?? []), operation]);
    }
    const taken = new Set(Array.from(names.values(), camelCase));
    for (const [name, [only, ...others]] of groups) if (only !== undefined && others.length === 0 && !taken.has(name)) names.set(only, name);
  }
  for (const operation of rest) if (!names.has(operation)) names.set(operation, `${fullName(operation, names)}${digest(operation.id)}`);
  return names;
}

function callbackItems(context: OpenApiContext, parent: PlacedOperation, name: string, node: Node): readonly PlacedItem[] {
  const callback = follow(context.documents, node);
  if (callback?.kind !== "map") return [];
  return Array.from(callback.entries.values()).flatMap(({ key, value }) => {
    if (key.startsWith("x-") || value.kind !== "map") return [];
    const id = `${parent.id}/callbacks/${escapeToken(name)}/${escapeToken(key)}`;
    return [{ id, layers: layersOf(context, value), by: { kind: "callback", name, expression: withDollars(key), parent } } satisfies PlacedItem];
  });
}

/** `{request.body#/url}`, as many write it, is `{$request.body#/url}`; a diagnostic has said so. */
function withDollars(expression: string): string {
  return expression.replace(/\{([^{}]*)\}/g, (whole, part: string) => (lacksDollar(part) ? `{$${part}}` : whole));
}

function layersOf({ documents }: OpenApiContext, node: MapNode): PlacedItem["layers"] {
  const layers: [MapNode, ...MapNode[]] = [node];
  let reference = referenceOf(node);
  while (reference !== undefined) {
    const target: Node | undefined = resolve(documents, reference);
    if (target?.kind !== "map" || layers.includes(target)) break;
    layers.push(target);
    reference = referenceOf(target);
  }
  return layers;
}

/** `getThingsThingId`; of a callback, after the operation that it belongs to. */
function plainName({ method, item: { by } }: PlacedOperation, names: ReadonlyMap<PlacedOperation, string>): string {
  if (by.kind === "path") return camelCase(`${method} ${by.path}`);
  if (by.kind === "webhook") return camelCase(`${method} ${by.name}`);
  return camelCase(`${names.get(by.parent) ?? plainName(by.parent, names)} ${by.name} ${method}`);
}

/** The same with all that a place has: `getThingsByThingId`, the expression of a callback. */
function fullName({ method, map, item: { by } }: PlacedOperation, names: ReadonlyMap<PlacedOperation, string>): string {
  const stated = wordIn(map, "operationId") ?? method;
  if (by.kind === "path") return camelCase(`${stated} ${by.path.replaceAll("{", " by ")}`);
  if (by.kind === "webhook") return camelCase(`${stated} webhook ${by.name}`);
  return camelCase(`${names.get(by.parent) ?? plainName(by.parent, names)} ${by.name} ${stated} ${by.expression}`);
}

/** Eight letters and digits of a text: FNV-1a, 32 bits. */
function digest(text: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, "0");
}
