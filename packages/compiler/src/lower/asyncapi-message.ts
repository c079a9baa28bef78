import { asMap, booleanAt, checkKeys, itemsAt, mapAt, reportMissing, textAt } from "../document/reader.js";
import { follow, placeOf } from "../document/resolve.js";
import type { Correlation, Message, MessageExample, MessageId } from "../model/message.js";
import { valueOf, type MapNode, type Node } from "../source/node.js";
import type { DocumentSet } from "../document/document-set.js";
import { bindingsAt } from "./asyncapi-bindings.js";
import { expressionAt } from "./asyncapi-expression.js";
import { correlationKeys, messageExampleKeys, messageKeys, messageTraitKeys } from "./asyncapi-keys.js";
import { checkProse } from "./asyncapi-prose.js";
import { jsonOf } from "./json-of.js";
import type { Lowering } from "./lowering.js";
import { idOf, originOf } from "./origin-of.js";
import { withTraits } from "./traits.js";

/** Collects the messages of one document: each message object once, however many references lead to it. */
export interface MessageTable {
  /** The id of a message, through references; `key` is its name there, which a message that is a file of its own takes. */
  add(node: Node, key: string): MessageId | undefined;
  readonly messages: ReadonlyMap<MessageId, Message>;
}

export function messageTable(lowering: Lowering, defaultContentType: string): MessageTable {
  const messages = new Map<MessageId, Message>();
  return {
    messages,
    add(node, key) {
      const map = asMap(lowering.documents, node);
      if (map === undefined) return undefined;
      const id = idOf(map);
      if (!messages.has(id)) messages.set(id, lowerMessage(lowering, map, nameOfMessage(map, key), defaultContentType));
      return id;
    },
  };
}

function nameOfMessage(map: MapNode, key: string): string {
  return map.parent?.key === "messages" ? String(map.key) : key;
}

function lowerMessage(lowering: Lowering, written: MapNode, name: string, defaultContentType: string): Message {
  const { documents, schemas } = lowering;
  const map = withTraits(documents, written, messageTraitKeys);
  checkKeys(documents, map, messageKeys);
  checkProse(documents, map);
  const payload = valueOf(map, "payload");
  const headers = valueOf(map, "headers");
  const correlation = lowerCorrelation(lowering, map);
  const title = textAt(documents, map, "title");
  const summary = textAt(documents, map, "summary");
  const description = textAt(documents, map, "description");
  const provenance = textAt(documents, map, "x-parley-provenance");
  return {
    id: idOf(written),
    name,
    origin: originOf(written),
    ...(title === undefined ? {} : { title }),
    ...(summary === undefined ? {} : { summary }),
    ...(description === undefined ? {} : { description }),
    contentType: mediaTypeAt(documents, map, "contentType") ?? defaultContentType,
    ...(payload === undefined ? {} : { payload: schemas.add(payload) }),
    ...(headers === undefined ? {} : { headers: schemas.add(headers) }),
    ...(correlation === undefined ? {} : { correlation }),
    examples: itemsAt(documents, map, "examples").flatMap((item) => lowerExample(lowering, item) ?? []),
    ...(provenance === undefined ? {} : { provenance }),
    ...(booleanAt(documents, map, "deprecated") === true ? { deprecated: true } : {}),
    ...bindingsAt(documents, map, "message"),
  };
}

/** A content type as written; a diagnostic where it is no media type. */
export function mediaTypeAt(documents: DocumentSet, map: MapNode, key: string): string | undefined {
  const text = textAt(documents, map, key);
  const node = valueOf(map, key);
  if (text !== undefined && node !== undefined && !/^[\w!#$&^.+-]+\/[\w!#$&^.+-]+\s*(;.*)?$/s.test(text)) {
    documents.bag.add("invalid-media-type", placeOf(node), { text });
  }
  return text;
}

function lowerCorrelation(lowering: Lowering, map: MapNode): Correlation | undefined {
  const { documents } = lowering;
  const correlation = mapAt(documents, map, "correlationId");
  if (correlation !== undefined) checkKeys(documents, correlation, correlationKeys);
  const node = correlation && valueOf(correlation, "location");
  if (correlation !== undefined && node === undefined) reportMissing(documents, correlation, "location");
  const parts = /^\$message\.(payload|header)#(.*)$/.exec((correlation && expressionAt(documents, correlation)) ?? "");
  if (node === undefined || parts === null) return undefined;
  return { in: parts[1] === "payload" ? "payload" : "headers", pointer: parts[2] ?? "", origin: originOf(node) };
}

function lowerExample(lowering: Lowering, node: Node): MessageExample | undefined {
  const { documents } = lowering;
  const map = follow(documents, node) === undefined ? undefined : asMap(documents, node);
  if (map === undefined) return undefined;
  checkKeys(documents, map, messageExampleKeys);
  const name = textAt(documents, map, "name");
  const summary = textAt(documents, map, "summary");
  const payload = valueOf(map, "payload");
  const headers = valueOf(map, "headers");
  if (payload === undefined && headers === undefined) reportMissing(documents, map, "payload");
  return {
    ...(name === undefined ? {} : { name }),
    ...(summary === undefined ? {} : { summary }),
    ...(payload === undefined ? {} : { payload: jsonOf(payload) }),
    ...(headers === undefined ? {} : { headers: jsonOf(headers) }),
    origin: originOf(map),
  };
}
