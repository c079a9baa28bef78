import { asMap, mapAt, placeOfKey } from "../document/reader.js";
import type { DocumentSet } from "../document/document-set.js";
import { nearest } from "../diagnostics/nearest.js";
import type { Json } from "../model/json.js";
import type { MapNode } from "../source/node.js";
import { jsonOf } from "./json-of.js";

/** What may have bindings. */
export type BindingHolder = "server" | "channel" | "operation" | "message";

/** The `bindings` of an object, wire by wire as written. A key that a known wire does not have there is told: it would be read by nobody. */
export function bindingsAt(documents: DocumentSet, map: MapNode, holder: BindingHolder): { readonly bindings?: { readonly [protocol: string]: Json } } {
  const bindings = mapAt(documents, map, "bindings");
  if (bindings === undefined) return {};
  const all: Record<string, Json> = Object.create(null);
  for (const { key, value } of bindings.entries.values()) {
    const binding = asMap(documents, value);
    if (binding === undefined) continue;
    all[key] = jsonOf(binding);
    const known = keysOf(key, holder);
    for (const entry of known === undefined ? [] : binding.entries.values()) {
      if (known?.includes(entry.key) === true || entry.key.startsWith("x-")) continue;
      documents.bag.add("unknown-binding", placeOfKey(entry), { key: entry.key, wire: key, holder, near: nearest(entry.key, known ?? []) });
    }
  }
  return { bindings: all };
}

/** Undefined for a wire that is not judged. */
function keysOf(wire: string, holder: BindingHolder): readonly string[] | undefined {
  const keys = Object.hasOwn(bindingKeys, wire) ? bindingKeys[wire] : undefined;
  return keys && [...(keys[holder] ?? []), "bindingVersion"];
}

// AsyncAPI bindings: websockets 0.1.0, http 0.3.0, kafka 0.5.0, amqp 0.3.0, mqtt 0.2.0.
const bindingKeys: { readonly [wire: string]: { readonly [Holder in BindingHolder]?: readonly string[] } } = {
  ws: { channel: ["method", "query", "headers"] },
  http: { operation: ["method", "query", "type"], message: ["headers", "statusCode"] },
  kafka: {
    server: ["schemaRegistryUrl", "schemaRegistryVendor"],
    channel: ["topic", "partitions", "replicas", "topicConfiguration"],
    operation: ["groupId", "clientId"],
    message: ["key", "schemaIdLocation", "schemaIdPayloadEncoding", "schemaLookupStrategy"],
  },
  amqp: {
    channel: ["is", "exchange", "queue"],
    operation: ["expiration", "userId", "cc", "priority", "deliveryMode", "mandatory", "bcc", "timestamp", "ack", "replyTo"],
    message: ["contentEncoding", "messageType"],
  },
  mqtt: {
    server: ["clientId", "cleanSession", "lastWill", "keepAlive", "sessionExpiryInterval", "maximumPacketSize"],
    operation: ["qos", "retain", "messageExpiryInterval"],
    message: ["payloadFormatIndicator", "correlationData", "contentType", "responseTopic"],
  },
};
