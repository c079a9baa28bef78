import type { DocumentSet } from "../document/document-set.js";
import { placeOfLabel, textAt } from "../document/reader.js";
import { placeOf } from "../document/resolve.js";
import type { Channel, ChannelId } from "../model/channel.js";
import { kebabCase } from "../model/identifier.js";
import type { Message, MessageId } from "../model/message.js";
import type { Operation, OperationId } from "../model/operation.js";
import type { Protocol } from "../model/protocol.js";
import { valueOf, type MapNode } from "../source/node.js";
import { lowerBehaviour } from "./behaviour.js";
import { lowerConventions } from "./conventions.js";
import { lowerFlows } from "./flow.js";
import { schemaTable } from "./json-schema.js";
import { lowerComponents } from "./openapi-components.js";
import { mapIn, type OpenApiContext } from "./openapi-context.js";
import { listIn, wordIn } from "./openapi-judging.js";
import { lowerItem, lowerOperation, sharedParameters, type OpenApiSetting } from "./openapi-operation.js";
import { checkPages } from "./openapi-pages.js";
import { nameOperations, operationsOf, placeOperations, type PlacedOperation } from "./openapi-place.js";
import { lowerSecurity, lowerSecuritySchemes } from "./openapi-security.js";
import { lowerServers } from "./openapi-server.js";
import { checkStructure } from "./openapi-structure.js";
import type { OpenApiVersion } from "./openapi-version.js";
import { originOf } from "./origin-of.js";
import { lowerProblems } from "./problems.js";
import { lowerRegistry } from "./registry.js";
import { defaultRoles, rolesOf } from "./roles.js";

/** Lowers an OpenAPI 3 document, with the problems that it names. A path is a channel, an operation a request with its replies. */
export function lowerOpenApi(documents: DocumentSet, root: MapNode, version: OpenApiVersion): Protocol {
  checkStructure(documents, root, version);
  const context: OpenApiContext = { documents, version, schemas: schemaTable(documents, root), messages: new Map<MessageId, Message>() };
  const info = mapIn(context, root, "info");
  const components = mapIn(context, root, "components");
  const roles = defaultRoles(documents, info);
  const schemes = lowerSecuritySchemes(context, components);
  const items = placeOperations(context, root).map((item) => ({ item, operations: operationsOf(item) }));
  const placed = items.flatMap(({ operations }) => operations);
  checkOperationIds(documents, placed);
  const setting: OpenApiSetting = { context, roles, schemes, security: lowerSecurity(context, root, schemes), ...tagsOf(root), names: nameOperations(placed) };
  const channels = new Map<ChannelId, Channel>();
  const operations = new Map<OperationId, Operation>();
  for (const { item, operations: own } of items) {
    const shared = sharedParameters(setting, item);
    const lowered = own.map((place) => lowerOperation(setting, place, shared));
    channels.set(item.id, lowerItem(item, lowered, shared));
    for (const operation of lowered) operations.set(operation.id, operation);
  }
  if (components !== undefined) lowerComponents(setting, components, new Set(placed.map(({ map }) => map)));
  const schemas = context.schemas.finish();
  for (const operation of operations.values()) checkPages(documents, operation, schemas);
  const title = (info && wordIn(info, "title")) ?? "";
  const description = info && wordIn(info, "description");
  const behaviour = lowerBehaviour(documents, info);
  const registry = lowerRegistry(documents, info);
  const conventions = lowerConventions(documents, info);
  return {
    name: (info && textAt(documents, info, "x-parley-name")) ?? kebabCase(title),
    title,
    version: (info && wordIn(info, "version")) ?? "",
    ...(description === undefined ? {} : { description }),
    dialect: "openapi-3",
    origin: originOf(root),
    roles: rolesOf(roles, operations.values(), new Set([roles.accepts])),
    servers: lowerServers(context, root),
    channels,
    operations,
    messages: context.messages,
    schemas,
    securitySchemes: schemes,
    problems: lowerProblems(documents, info),
    ...(registry === undefined ? {} : { registry }),
    ...(conventions.length === 0 ? {} : { conventions }),
    ...(behaviour === undefined ? {} : { behaviour }),
    flows: lowerFlows(documents, info),
  };
}

/** The tags that a document declares, if it declares any. */
function tagsOf(root: MapNode): Pick<OpenApiSetting, "tags"> {
  const tags = listIn(root, "tags").flatMap((tag) => (tag.kind === "map" ? (wordIn(tag, "name") ?? []) : []));
  return { tags: tags.length === 0 ? undefined : tags };
}

/** Every `operationId` is one operation's: its text, however often it is reached. */
function checkOperationIds({ bag }: DocumentSet, placed: readonly PlacedOperation[]): void {
  const first = new Map<string, MapNode>();
  for (const { map } of placed) {
    const name = wordIn(map, "operationId");
    const node = valueOf(map, "operationId");
    if (name === undefined || node === undefined) continue;
    const before = first.get(name);
    if (before === undefined) first.set(name, map);
    else if (before !== map) bag.add("duplicate-operation-id", placeOf(node), { name }, [{ message: `operation "${name}"`, location: placeOfLabel(before) }]);
  }
}
