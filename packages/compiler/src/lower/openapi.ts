import { checkKeys, mapAt, mapsAt, requiredMapAt, requiredTextAt, itemsAt, asMap, textAt } from "../document/reader.js";
import type { DocumentSet } from "../document/document-set.js";
import type { Channel, ChannelId } from "../model/channel.js";
import { kebabCase } from "../model/identifier.js";
import type { MessageId, Message } from "../model/message.js";
import type { Operation, OperationId } from "../model/operation.js";
import type { Protocol } from "../model/protocol.js";
import type { Server } from "../model/server.js";
import type { MapNode, Node } from "../source/node.js";
import { lowerBehaviour } from "./behaviour.js";
import { lowerFlows } from "./flow.js";
import { schemaTable } from "./json-schema.js";
import { lowerBody, lowerResponse } from "./openapi-content.js";
import type { OpenApiContext } from "./openapi-context.js";
import { keys } from "./openapi-keys.js";
import { lowerPath } from "./openapi-operation.js";
import { checkPages } from "./openapi-pages.js";
import { lowerHeader, lowerParameter } from "./openapi-parameter.js";
import { lowerSecurity, lowerSecuritySchemes } from "./openapi-security.js";
import { originOf } from "./origin-of.js";
import { lowerProblems } from "./problems.js";
import { lowerRegistry } from "./registry.js";
import { defaultRoles, rolesOf } from "./roles.js";

/** Lowers an OpenAPI 3.1 document, with the problems that it names. A path is a channel, an operation a request with its replies. */
export function lowerOpenApi(documents: DocumentSet, root: MapNode): Protocol {
  checkKeys(documents, root, keys.document);
  const info = requiredMapAt(documents, root, "info");
  if (info !== undefined) checkKeys(documents, info, keys.info);
  const tags = itemsAt(documents, root, "tags").flatMap((tag) => lowerTag(documents, tag));
  const components = mapAt(documents, root, "components");
  const context: OpenApiContext = { documents, schemas: schemaTable(documents), messages: new Map<MessageId, Message>() };
  const schemes = lowerSecuritySchemes(documents, components);
  const roles = defaultRoles(documents, info);
  const setting = { context, roles, schemes, security: lowerSecurity(documents, root, schemes), tags: tags.length === 0 ? undefined : tags };
  const channels = new Map<ChannelId, Channel>();
  const operations = new Map<OperationId, Operation>();
  for (const [path, item] of mapsAt(documents, root, "paths")) {
    const lowered = lowerPath(setting, path, item);
    channels.set(lowered.channel.id, lowered.channel);
    for (const operation of lowered.operations) operations.set(operation.id, operation);
  }
  if (components !== undefined) lowerComponents(context, components);
  const schemas = context.schemas.finish();
  for (const operation of operations.values()) checkPages(documents, operation, schemas);
  const title = (info && requiredTextAt(documents, info, "title")) ?? "";
  const description = info && textAt(documents, info, "description");
  const behaviour = lowerBehaviour(documents, info);
  const registry = lowerRegistry(documents, info);
  return {
    name: (info && textAt(documents, info, "x-parley-name")) ?? kebabCase(title),
    title,
    version: (info && requiredTextAt(documents, info, "version")) ?? "",
    ...(description === undefined ? {} : { description }),
    dialect: "openapi-3",
    origin: originOf(root),
    roles: rolesOf(roles, operations.values(), new Set([roles.accepts])),
    servers: lowerServers(documents, root),
    channels,
    operations,
    messages: context.messages,
    schemas,
    securitySchemes: schemes,
    problems: lowerProblems(documents, info),
    ...(registry === undefined ? {} : { registry }),
    ...(behaviour === undefined ? {} : { behaviour }),
    flows: lowerFlows(documents, info),
  };
}

function lowerTag(documents: DocumentSet, node: Node): readonly string[] {
  const map = asMap(documents, node);
  if (map === undefined) return [];
  checkKeys(documents, map, keys.tag);
  return [requiredTextAt(documents, map, "name") ?? []].flat();
}

function lowerServers(documents: DocumentSet, root: MapNode): readonly Server[] {
  return itemsAt(documents, root, "servers").flatMap((item, index) => {
    const map = asMap(documents, item);
    if (map === undefined) return [];
    checkKeys(documents, map, keys.server);
    const defaults = new Map<string, string>();
    for (const [name, variable] of mapsAt(documents, map, "variables")) {
      checkKeys(documents, variable, keys.serverVariable);
      defaults.set(name, requiredTextAt(documents, variable, "default") ?? "");
    }
    const url = (requiredTextAt(documents, map, "url") ?? "").replace(
      /\{([^{}]+)\}/g,
      (whole, name: string) => defaults.get(name) ?? whole,
    );
    const description = textAt(documents, map, "description");
    const protocol = /^([a-z][a-z0-9+.-]*):/i.exec(url)?.[1] ?? "https";
    return [{ name: String(index), url, protocol, ...(description === undefined ? {} : { description }), origin: originOf(map) }];
  });
}

/** What no operation refers to is lowered too: its schemas are of the document, and its mistakes are told. */
function lowerComponents(context: OpenApiContext, components: MapNode): void {
  const { documents, schemas } = context;
  checkKeys(documents, components, keys.components);
  for (const { key, value } of mapAt(documents, components, "schemas")?.entries.values() ?? []) {
    if (!key.startsWith("x-")) schemas.add(value);
  }
  const unnamed = { name: "", provenance: undefined };
  for (const [name, body] of mapsAt(documents, components, "requestBodies")) lowerBody(context, body, { ...unnamed, name });
  for (const [name, response] of mapsAt(documents, components, "responses"))
    lowerResponse(context, "default", response, { ...unnamed, name });
  for (const [name, header] of mapsAt(documents, components, "headers")) lowerHeader(context, name, header);
  for (const [name] of mapsAt(documents, components, "parameters")) {
    const parameter = mapAt(documents, components, "parameters")?.entries.get(name)?.value;
    if (parameter !== undefined) lowerParameter(context, parameter);
  }
  for (const [, example] of mapsAt(documents, components, "examples")) checkKeys(documents, example, keys.example);
}
