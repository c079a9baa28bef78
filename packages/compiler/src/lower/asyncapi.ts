import { checkKeys, mapAt, mapsAt, requiredMapAt, requiredTextAt, textAt } from "../document/reader.js";
import type { DocumentSet } from "../document/document-set.js";
import type { Operation, OperationId, SecurityScheme } from "../model/operation.js";
import type { Protocol } from "../model/protocol.js";
import type { Server } from "../model/server.js";
import type { MapNode } from "../source/node.js";
import { channelTable } from "./asyncapi-channel.js";
import { componentsKeys, infoKeys, rootKeys, serverKeys } from "./asyncapi-keys.js";
import { messageTable, type MessageTable } from "./asyncapi-message.js";
import { lowerOperation, securityAt, type OperationSetting } from "./asyncapi-operation.js";
import { lowerBehaviour } from "./behaviour.js";
import { lowerFlows } from "./flow.js";
import { jsonOf } from "./json-of.js";
import { schemaTable } from "./json-schema.js";
import type { Lowering } from "./lowering.js";
import { originOf } from "./origin-of.js";
import { lowerProblems } from "./problems.js";
import { lowerRegistry } from "./registry.js";
import { defaultRoles, rolesOf } from "./roles.js";

/** Lowers an AsyncAPI 3 document, with the behaviour, the flows and the problems that it names. */
export function lowerAsyncApi(documents: DocumentSet, root: MapNode): Protocol {
  checkKeys(documents, root, rootKeys);
  const info = requiredMapAt(documents, root, "info");
  if (info !== undefined) checkKeys(documents, info, infoKeys);
  const components = mapAt(documents, root, "components");
  if (components !== undefined) checkKeys(documents, components, componentsKeys);

  const lowering: Lowering = { documents, schemas: schemaTable(documents) };
  for (const { key, value } of (components && mapAt(documents, components, "schemas"))?.entries.values() ?? []) {
    if (!key.startsWith("x-")) lowering.schemas.add(value);
  }
  const messages = messageTable(lowering, textAt(documents, root, "defaultContentType") ?? "application/json");
  addComponentMessages(documents, components, messages);
  const servers = lowerServers(lowering, root);
  const channels = channelTable(lowering, messages, new Map(servers.map(({ map, server }) => [map, server])));
  for (const { key, value } of mapAt(documents, root, "channels")?.entries.values() ?? []) {
    if (!key.startsWith("x-")) channels.add(value, key);
  }
  const roles = defaultRoles(documents, info);
  const security = servers.flatMap(({ map }) => securityAt(lowering, map));
  const accepting = new Set<string>();
  const operations = lowerOperations({ lowering, channels, messages, roles, accepting, security }, root);
  const title = (info && requiredTextAt(documents, info, "title")) ?? "";
  const description = info && textAt(documents, info, "description");
  const behaviour = lowerBehaviour(documents, info);
  const registry = lowerRegistry(documents, info);
  return {
    name: (info && textAt(documents, info, "x-parley-name")) ?? nameFromTitle(title),
    title,
    version: (info && requiredTextAt(documents, info, "version")) ?? "",
    ...(description === undefined ? {} : { description }),
    dialect: "asyncapi-3",
    origin: originOf(root),
    roles: rolesOf(roles, operations.values(), accepting),
    servers: servers.map(({ server }) => server),
    channels: channels.channels,
    operations,
    messages: messages.messages,
    securitySchemes: lowerSecuritySchemes(documents, components),
    problems: lowerProblems(documents, info),
    ...(registry === undefined ? {} : { registry }),
    ...(behaviour === undefined ? {} : { behaviour }),
    flows: lowerFlows(documents, info),
    schemas: lowering.schemas.finish(),
  };
}

function addComponentMessages(documents: DocumentSet, components: MapNode | undefined, messages: MessageTable): void {
  for (const { key, value } of (components && mapAt(documents, components, "messages"))?.entries.values() ?? []) {
    if (!key.startsWith("x-")) messages.add(value, key);
  }
}

interface LoweredServer {
  readonly map: MapNode;
  readonly server: Server;
}

function lowerServers(lowering: Lowering, root: MapNode): readonly LoweredServer[] {
  const { documents } = lowering;
  return mapsAt(documents, root, "servers").map(([name, map]) => {
    checkKeys(documents, map, serverKeys);
    const host = requiredTextAt(documents, map, "host") ?? "";
    const protocol = requiredTextAt(documents, map, "protocol") ?? "";
    const description = textAt(documents, map, "description");
    const url = `${protocol}://${host}${textAt(documents, map, "pathname") ?? ""}`;
    return { map, server: { name, url, protocol, ...(description === undefined ? {} : { description }), origin: originOf(map) } };
  });
}

function lowerOperations(setting: OperationSetting, root: MapNode): ReadonlyMap<OperationId, Operation> {
  const operations = new Map<OperationId, Operation>();
  for (const { key, value } of mapAt(setting.lowering.documents, root, "operations")?.entries.values() ?? []) {
    const operation = key.startsWith("x-") ? undefined : lowerOperation(setting, value, key);
    if (operation !== undefined) operations.set(operation.id, operation);
  }
  return operations;
}

function lowerSecuritySchemes(documents: DocumentSet, components: MapNode | undefined): readonly SecurityScheme[] {
  if (components === undefined) return [];
  return mapsAt(documents, components, "securitySchemes").map(([name, map]) => {
    const type = requiredTextAt(documents, map, "type") ?? "";
    const settings = [...map.entries.values()].filter(({ key }) => key !== "type").map(({ key, value }) => [key, jsonOf(value)] as const);
    return { name, type, settings: Object.fromEntries(settings), origin: originOf(map) };
  });
}

/** `WebRTC signalling, UNI` becomes `webrtc-signalling-uni`. */
function nameFromTitle(title: string): string {
  return title.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");
}
