import { asMap, asText, checkKeys, itemsAt, mapAt, mapsAt, textAt } from "../document/reader.js";
import type { Channel, ChannelId } from "../model/channel.js";
import type { MessageId } from "../model/message.js";
import type { Parameter } from "../model/parameter.js";
import type { Server } from "../model/server.js";
import { valueOf, type MapNode, type Node } from "../source/node.js";
import { channelKeys, parameterKeys } from "./asyncapi-keys.js";
import type { MessageTable } from "./asyncapi-message.js";
import type { Lowering } from "./lowering.js";
import { idOf, originOf } from "./origin-of.js";

/** Collects the channels of one document: each channel object once, however many references lead to it. */
export interface ChannelTable {
  /** The id of a channel, through references; `key` is its name there. */
  add(node: Node, key: string): ChannelId | undefined;
  readonly channels: ReadonlyMap<ChannelId, Channel>;
  /** Whether a message passes through a channel. */
  holds(channel: ChannelId, message: MessageId): boolean;
}

export function channelTable(lowering: Lowering, messages: MessageTable, servers: ReadonlyMap<MapNode, Server>): ChannelTable {
  const channels = new Map<ChannelId, Channel>();
  const passing = new Map<ChannelId, ReadonlySet<MessageId>>();
  return {
    channels,
    holds: (channel, message) => passing.get(channel)?.has(message) ?? false,
    add(node, key) {
      const map = asMap(lowering.documents, node);
      if (map === undefined) return undefined;
      const id = idOf(map);
      if (!channels.has(id)) {
        const name = map.parent?.key === "channels" ? String(map.key) : key;
        const channel = lowerChannel(lowering, map, name, messages, servers);
        channels.set(id, channel);
        passing.set(id, new Set(channel.messages));
      }
      return id;
    },
  };
}

function lowerChannel(lowering: Lowering, map: MapNode, name: string, messages: MessageTable, servers: ReadonlyMap<MapNode, Server>): Channel {
  const { documents } = lowering;
  checkKeys(documents, map, channelKeys);
  const addressNode = valueOf(map, "address");
  // `address: null` says that it is known at run time only.
  const address = addressNode?.kind === "scalar" && addressNode.value === null ? undefined : asText(documents, addressNode);
  const description = textAt(documents, map, "description");
  const bindings = mapAt(documents, map, "bindings");
  const webSocket = bindings && mapAt(documents, bindings, "ws");
  const found = mapAt(documents, map, "messages");
  return {
    id: idOf(map),
    name,
    origin: originOf(map),
    ...(address === undefined ? {} : { address }),
    ...(description === undefined ? {} : { description }),
    parameters: [...addressParameters(lowering, map), ...(webSocket === undefined ? [] : handshakeParameters(lowering, webSocket))],
    messages: [...(found?.entries.values() ?? [])].flatMap(({ key, value }) => (key.startsWith("x-") ? [] : messages.add(value, key) ?? [])),
    protocols: [...protocolsOf(lowering, map, bindings, servers)],
    subprotocols: webSocket === undefined ? [] : subprotocolsOf(lowering, webSocket),
  };
}

function addressParameters(lowering: Lowering, map: MapNode): readonly Parameter[] {
  return mapsAt(lowering.documents, map, "parameters").map(([name, parameter]) => {
    checkKeys(lowering.documents, parameter, parameterKeys);
    const description = textAt(lowering.documents, parameter, "description");
    return { name, in: "address", required: true, ...(description === undefined ? {} : { description }), origin: originOf(parameter) };
  });
}

/** The query and the headers of the WebSocket handshake, which the binding gives as object schemas. */
function handshakeParameters(lowering: Lowering, binding: MapNode): readonly Parameter[] {
  const { documents, schemas } = lowering;
  return (["query", "headers"] as const).flatMap((place) => {
    const schema = mapAt(documents, binding, place);
    const required = new Set(schema && itemsAt(documents, schema, "required").map((item) => asText(documents, item)));
    const properties = schema && mapAt(documents, schema, "properties");
    return [...(properties?.entries.values() ?? [])].map(({ key, value }): Parameter => ({
      name: key,
      in: place === "query" ? "query" : "header",
      required: required.has(key),
      schema: schemas.add(value),
      origin: originOf(value),
    }));
  });
}

/** The names that the handshake header `Sec-WebSocket-Protocol` may have. */
function subprotocolsOf(lowering: Lowering, binding: MapNode): readonly string[] {
  const { documents } = lowering;
  const headers = mapAt(documents, binding, "headers");
  const properties = headers && mapAt(documents, headers, "properties");
  for (const { key, value } of properties?.entries.values() ?? []) {
    if (key.toLowerCase() !== "sec-websocket-protocol") continue;
    const schema = asMap(documents, value);
    if (schema === undefined) return [];
    const constant = valueOf(schema, "const");
    const names = constant === undefined ? itemsAt(documents, schema, "enum") : [constant];
    return names.flatMap((name) => asText(documents, name) ?? []);
  }
  return [];
}

/** The wires under a channel: those of its servers (of all, where it names none), and those that it has bindings for. */
function protocolsOf(lowering: Lowering, map: MapNode, bindings: MapNode | undefined, servers: ReadonlyMap<MapNode, Server>): ReadonlySet<string> {
  const { documents } = lowering;
  const named = itemsAt(documents, map, "servers").flatMap((item) => {
    const server = asMap(documents, item);
    return (server && servers.get(server)) ?? [];
  });
  const wires = (named.length > 0 ? named : [...servers.values()]).map(({ protocol }) => (protocol === "wss" ? "ws" : protocol));
  const bound = [...(bindings?.entries.keys() ?? [])].filter((key) => !key.startsWith("x-"));
  return new Set([...wires, ...bound]);
}
