import { asMap, checkKeys, mapAt, placeOfKey, requiredMapAt, requiredTextAt, textAt } from "../document/reader.js";
import type { DocumentSet } from "../document/document-set.js";
import type { ChannelId } from "../model/channel.js";
import type { Operation, OperationId } from "../model/operation.js";
import type { Protocol } from "../model/protocol.js";
import type { MapNode } from "../source/node.js";
import { channelTable } from "./asyncapi-channel.js";
import { componentsKeys, contactKeys, infoKeys, licenseKeys, rootKeys } from "./asyncapi-keys.js";
import { mediaTypeAt, messageTable, type MessageTable } from "./asyncapi-message.js";
import { lowerOperation, type OperationSetting } from "./asyncapi-operation.js";
import { checkProse } from "./asyncapi-prose.js";
import { securityTable } from "./asyncapi-security.js";
import { lowerServers } from "./asyncapi-server.js";
import { lowerBehaviour } from "./behaviour.js";
import { lowerFlows } from "./flow.js";
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
  if (info !== undefined) checkInfo(documents, info);
  const components = mapAt(documents, root, "components");
  if (components !== undefined) checkComponents(documents, components);

  const lowering: Lowering = { documents, schemas: schemaTable(documents, root) };
  for (const { key, value } of (components && mapAt(documents, components, "schemas"))?.entries.values() ?? []) {
    if (!key.startsWith("x-")) lowering.schemas.add(value);
  }
  const messages = messageTable(lowering, mediaTypeAt(documents, root, "defaultContentType") ?? "application/json");
  addComponentMessages(documents, components, messages);
  const servers = lowerServers(documents, root);
  const channels = channelTable(lowering, messages, new Map(servers.map(({ map, server }) => [map, server])));
  const own = new Set<ChannelId>();
  for (const { key, value } of mapAt(documents, root, "channels")?.entries.values() ?? []) {
    const id = key.startsWith("x-") ? undefined : channels.add(value, key);
    if (id !== undefined) own.add(id);
  }
  const roles = defaultRoles(documents, info);
  const schemes = securityTable(documents, components);
  const security = servers.flatMap(({ map }) => schemes.at(map));
  const accepting = new Set<string>();
  const operations = lowerOperations({ lowering, channels, messages, roles, accepting, schemes, security, own }, root);
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
    securitySchemes: [...schemes.schemes.values()],
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

function lowerOperations(setting: OperationSetting, root: MapNode): ReadonlyMap<OperationId, Operation> {
  const operations = new Map<OperationId, Operation>();
  for (const { key, value } of mapAt(setting.lowering.documents, root, "operations")?.entries.values() ?? []) {
    const operation = key.startsWith("x-") ? undefined : lowerOperation(setting, value, key);
    if (operation !== undefined) operations.set(operation.id, operation);
  }
  return operations;
}

function checkInfo(documents: DocumentSet, info: MapNode): void {
  checkKeys(documents, info, infoKeys);
  checkProse(documents, info);
  const conventions = info.entries.get("x-parley-conventions");
  if (conventions !== undefined) {
    documents.bag.add("misplaced-key", placeOfKey(conventions), { key: conventions.key, where: "an info object", why: "the conventions are those of HTTP" });
  }
  const contact = mapAt(documents, info, "contact");
  if (contact !== undefined) checkKeys(documents, contact, contactKeys);
  const license = mapAt(documents, info, "license");
  if (license !== undefined) checkKeys(documents, license, licenseKeys);
  if (license !== undefined) requiredTextAt(documents, license, "name");
}

/** Its kinds, and the names in each: references and generated names are made of them. */
function checkComponents(documents: DocumentSet, components: MapNode): void {
  checkKeys(documents, components, componentsKeys);
  for (const { key: kind, value } of components.entries.values()) {
    const map = kind.startsWith("x-") ? undefined : asMap(documents, value);
    for (const entry of map?.entries.values() ?? []) {
      if (!/^[\w.-]+$/.test(entry.key)) documents.bag.add("invalid-component-name", placeOfKey(entry), { name: entry.key, kind });
    }
  }
}

/** `WebRTC signalling, UNI` becomes `webrtc-signalling-uni`. */
function nameFromTitle(title: string): string {
  return title.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");
}
