import { nearest } from "../diagnostics/nearest.js";
import type { DocumentSet } from "../document/document-set.js";
import { asMap, asText, checkKeys, itemsAt, mapAt, mapsAt, placeOfKey, textAt, textsAt } from "../document/reader.js";
import { placeOf } from "../document/resolve.js";
import type { Channel, ChannelId } from "../model/channel.js";
import type { MessageId } from "../model/message.js";
import type { Parameter } from "../model/parameter.js";
import type { Server } from "../model/server.js";
import { valueOf, type MapNode, type Node } from "../source/node.js";
import { bindingsAt } from "./asyncapi-bindings.js";
import { expressionAt } from "./asyncapi-expression.js";
import { channelKeys, parameterKeys } from "./asyncapi-keys.js";
import type { MessageTable } from "./asyncapi-message.js";
import { checkProse } from "./asyncapi-prose.js";
import { checkDefault, expressionsIn } from "./asyncapi-server.js";
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
  checkProse(documents, map);
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
    parameters: [...addressParameters(lowering, map, name, address), ...(webSocket === undefined ? [] : handshakeParameters(lowering, webSocket))],
    messages: [...(found?.entries.values() ?? [])].flatMap(({ key, value }) => (key.startsWith("x-") ? [] : messages.add(value, key) ?? [])),
    protocols: [...protocolsOf(lowering, map, name, bindings, servers)],
    subprotocols: webSocket === undefined ? [] : subprotocolsOf(lowering, webSocket),
    ...bindingsAt(documents, map, "channel"),
  };
}

function addressParameters(lowering: Lowering, map: MapNode, channel: string, address: string | undefined): readonly Parameter[] {
  const { documents } = lowering;
  const parameters = mapsAt(documents, map, "parameters").map(([name, parameter]): Parameter => {
    checkKeys(documents, parameter, parameterKeys);
    const description = textAt(documents, parameter, "description");
    const values = valueOf(parameter, "enum") === undefined ? undefined : textsAt(documents, parameter, "enum");
    const given = textAt(documents, parameter, "default");
    textsAt(documents, parameter, "examples");
    checkDefault(documents, parameter, values, given);
    const location = expressionAt(documents, parameter);
    return {
      name,
      in: "address",
      required: given === undefined,
      ...(description === undefined ? {} : { description }),
      ...(values === undefined ? {} : { enum: values }),
      ...(given === undefined ? {} : { default: given }),
      ...(location === undefined ? {} : { location }),
      origin: originOf(parameter),
    };
  });
  const node = valueOf(map, "address");
  if (address !== undefined && node !== undefined) checkAddress(documents, map, node, `The address of channel "${channel}"`, address, parameters);
  return parameters;
}

/** Every expression of an address has a parameter, and the other way round. */
function checkAddress(documents: DocumentSet, map: MapNode, node: Node, what: string, address: string, parameters: readonly Parameter[]): void {
  const used = new Set(expressionsIn(address));
  const declared = new Set(parameters.map(({ name }) => name));
  for (const name of used) {
    if (!declared.has(name)) documents.bag.add("undeclared-parameter", placeOf(node), { what, name, key: "parameters", near: nearest(name, declared) });
  }
  for (const entry of mapAt(documents, map, "parameters")?.entries.values() ?? []) {
    if (declared.has(entry.key) && !used.has(entry.key)) documents.bag.add("unused-parameter", placeOfKey(entry), { what, name: entry.key, near: nearest(entry.key, used) });
  }
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
function protocolsOf(lowering: Lowering, map: MapNode, channel: string, bindings: MapNode | undefined, servers: ReadonlyMap<MapNode, Server>): ReadonlySet<string> {
  const { documents } = lowering;
  const named = itemsAt(documents, map, "servers").flatMap((item) => {
    const map = asMap(documents, item);
    const server = map && servers.get(map);
    if (map !== undefined && server === undefined) {
      documents.bag.add("server-outside-document", placeOf(item), { server: String(map.key), channel }, [{ message: `Server "${String(map.key)}" is here`, location: placeOf(map) }]);
    }
    return server ?? [];
  });
  const wires = (named.length > 0 ? named : [...servers.values()]).map(({ protocol }) => (protocol === "wss" ? "ws" : protocol));
  const bound = [...(bindings?.entries.keys() ?? [])].filter((key) => !key.startsWith("x-"));
  return new Set([...wires, ...bound]);
}
