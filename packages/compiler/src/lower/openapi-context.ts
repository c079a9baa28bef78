import type { DocumentSet } from "../document/document-set.js";
import { follow, referenceOf, resolve } from "../document/resolve.js";
import type { Message, MessageId } from "../model/message.js";
import { valueOf, type MapNode, type Node } from "../source/node.js";
import type { Lowering } from "./lowering.js";
import { wordIn } from "./openapi-judging.js";
import type { OpenApiVersion } from "./openapi-version.js";

/** What the parts of an OpenAPI document are lowered into. */
export interface OpenApiContext extends Lowering {
  readonly version: OpenApiVersion;
  /** Each media type object once, however many operations refer to it. */
  readonly messages: Map<MessageId, Message>;
}

/** An object, or what a reference to one stands for, with the texts that the reference puts in place of its own. */
export interface Referred {
  readonly map: MapNode;
  readonly summary?: string;
  readonly description?: string;
}

/** Follows the references of an object. The grammar has judged what is none; here it is left out. */
export function referred({ documents, version }: Pick<OpenApiContext, "documents" | "version">, node: Node | undefined): Referred | undefined {
  const map = node && follow(documents, node);
  if (node === undefined || map?.kind !== "map") return undefined;
  // In OpenAPI 3.0 nothing beside a reference has an effect.
  const summary = version === "3.0" ? wordIn(map, "summary") : firstText(documents, node, "summary");
  const description = version === "3.0" ? wordIn(map, "description") : firstText(documents, node, "description");
  return { map, ...(summary === undefined ? {} : { summary }), ...(description === undefined ? {} : { description }) };
}

/** What stands under a key, where that is an object. */
export function mapIn(context: Pick<OpenApiContext, "documents" | "version">, map: MapNode, key: string): MapNode | undefined {
  return referred(context, valueOf(map, key))?.map;
}

/** The objects of a map, by name, each with the node that may be a reference to it. */
export function namedIn(context: Pick<OpenApiContext, "documents" | "version">, map: MapNode, key: string): readonly Named[] {
  const found: Named[] = [];
  for (const entry of mapIn(context, map, key)?.entries.values() ?? []) {
    const object = entry.value.kind === "map" ? referred(context, entry.value) : undefined;
    if (object !== undefined) found.push({ name: entry.key, node: entry.value, ...object });
  }
  return found;
}

export interface Named extends Referred {
  readonly name: string;
  readonly node: Node;
}

/** True or false under a key; undefined where neither is there. */
export function flagIn(map: MapNode, key: string): boolean | undefined {
  const node = valueOf(map, key);
  return node?.kind === "scalar" && typeof node.value === "boolean" ? node.value : undefined;
}

function firstText(documents: DocumentSet, node: Node, key: string): string | undefined {
  let at: Node | undefined = node;
  while (at?.kind === "map") {
    const text = wordIn(at, key);
    const reference = referenceOf(at);
    if (text !== undefined || reference === undefined) return text;
    at = resolve(documents, reference);
  }
  return undefined;
}
