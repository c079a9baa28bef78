import { nearest } from "../diagnostics/nearest.js";
import { checkKeys, placeOfLabel, requiredTextAt, textAt } from "../document/reader.js";
import { placeOf } from "../document/resolve.js";
import type { Channel } from "../model/channel.js";
import type { MessageId } from "../model/message.js";
import type { HttpBinding, HttpResponse, HttpTrigger, Operation, Pages, SecurityRequirement, SecurityScheme } from "../model/operation.js";
import type { Parameter } from "../model/parameter.js";
import type { ListedProblem } from "../model/problem.js";
import { valueOf, type MapNode } from "../source/node.js";
import { lowerBody, lowerResponse, type ContentOwner } from "./openapi-content.js";
import { flagIn, mapIn, type OpenApiContext } from "./openapi-context.js";
import { listIn, wordIn } from "./openapi-judging.js";
import { lowerParameters } from "./openapi-parameter.js";
import type { PlacedItem, PlacedOperation } from "./openapi-place.js";
import { lowerSecurity } from "./openapi-security.js";
import { lowerServers } from "./openapi-server.js";
import { matchVariables } from "./openapi-variables.js";
import { originOf } from "./origin-of.js";
import { listedProblems } from "./problems.js";
import type { DefaultRoles } from "./roles.js";

/** What the operations of a document have in common. */
export interface OpenApiSetting {
  readonly context: OpenApiContext;
  readonly roles: DefaultRoles;
  readonly schemes: readonly SecurityScheme[];
  /** What holds where an operation says nothing of its own. */
  readonly security: readonly SecurityRequirement[];
  /** The tags that the document declares, if it declares any. */
  readonly tags: readonly string[] | undefined;
  readonly names: ReadonlyMap<PlacedOperation, string>;
}

/** One path, webhook or callback, and its operations: a channel in the model. */
export function lowerItem(item: PlacedItem, operations: readonly Operation[], shared: readonly Parameter[]): Channel {
  const { by, layers } = item;
  const messages = operations.flatMap((operation) => [...operation.messages, ...(operation.reply?.messages ?? [])]);
  const texts = ["description", "summary"].flatMap((key) => layers.flatMap((layer) => wordIn(layer, key) ?? []));
  const address = by.kind === "path" ? by.path : by.kind === "callback" ? by.expression : undefined;
  return {
    id: item.id,
    name: by.kind === "path" ? by.path : by.name,
    origin: originOf(layers[0]),
    ...(address === undefined ? {} : { address }),
    ...(texts[0] === undefined ? {} : { description: texts[0] }),
    parameters: shared,
    messages: [...new Set(messages)],
    protocols: ["http"],
    subprotocols: [],
  };
}

/** The parameters that all operations of a path item have. */
export function sharedParameters({ context }: OpenApiSetting, item: PlacedItem): readonly Parameter[] {
  const holder = item.layers.find((layer) => layer.entries.has("parameters"));
  return holder === undefined ? [] : lowerParameters(context, holder);
}

export function lowerOperation(setting: OpenApiSetting, place: PlacedOperation, shared: readonly Parameter[]): Operation {
  const { context, roles } = setting;
  const { documents } = context;
  const { map, item, method, id } = place;
  const name = setting.names.get(place) ?? method;
  const parameters = override(shared, lowerParameters(context, map));
  const { by } = item;
  const path = by.kind === "path" ? matchVariables(documents, by.path, name, parameters, map) : "";
  const texts = {
    summary: wordIn(map, "summary"),
    description: wordIn(map, "description"),
    provenance: textAt(documents, map, "x-parley-provenance"),
    call: textAt(documents, map, "x-parley-call"),
  };
  const bodyNode = valueOf(map, "requestBody");
  const body = bodyNode && lowerBody(context, bodyNode, { name: `${name}Request`, provenance: texts.provenance });
  const replies = lowerResponses(context, map, name, texts.provenance);
  const pages = lowerPages(context, map, name, parameters);
  const trigger = triggerOf(place);
  const http: HttpBinding = {
    method,
    path,
    parameters,
    ...(body === undefined ? {} : { body: body.body }),
    responses: replies.responses,
    tags: tagsAt(setting, map, name),
    ...(pages === undefined ? {} : { pages }),
    ...(trigger === undefined ? {} : { trigger }),
    ...serversOf(context, place),
  };
  return {
    id,
    name,
    origin: originOf(map),
    ...present(texts),
    ...(flagIn(map, "deprecated") === true ? { deprecated: true } : {}),
    // What the accepting side starts goes the other way.
    initiator: trigger === undefined ? roles.connects : roles.accepts,
    responder: trigger === undefined ? roles.accepts : roles.connects,
    kind: "request",
    channel: item.id,
    messages: body?.messages ?? [],
    reply: { messages: replies.messages, origin: replies.origin },
    http,
    security: securityOf(setting, place),
    problems: [...listedProblems(documents, map), ...replies.problems],
  };
}

/** What the document says of ways in concerns those who call it: not what it calls itself. */
function securityOf({ context, schemes, security }: OpenApiSetting, { map, item }: PlacedOperation): readonly SecurityRequirement[] {
  if (valueOf(map, "security") !== undefined) return lowerSecurity(context, map, schemes);
  return item.by.kind === "path" ? security : [];
}

function triggerOf({ item: { by } }: PlacedOperation): HttpTrigger | undefined {
  if (by.kind === "path") return undefined;
  if (by.kind === "webhook") return { by: "webhook", name: by.name };
  return { by: "callback", name: by.name, expression: by.expression, operation: by.parent.id };
}

/** The servers of an operation, else of its path item. */
function serversOf(context: OpenApiContext, { map, item }: PlacedOperation): Pick<HttpBinding, "servers"> {
  const holder = [map, ...item.layers].find((each) => each.entries.has("servers"));
  const servers = holder === undefined ? [] : lowerServers(context, holder);
  return servers.length === 0 ? {} : { servers };
}

/** The tags of an operation; where the document declares tags, each is one of these. */
function tagsAt({ context: { documents }, tags }: OpenApiSetting, map: MapNode, operation: string): readonly string[] {
  const found: string[] = [];
  for (const item of listIn(map, "tags")) {
    if (item.kind !== "scalar" || typeof item.value !== "string") continue;
    found.push(item.value);
    if (tags === undefined || tags.includes(item.value)) continue;
    documents.bag.add("undeclared-tag", placeOf(item), { tag: item.value, operation, near: nearest(item.value, tags) });
  }
  return found;
}

function lowerResponses(context: OpenApiContext, map: MapNode, name: string, provenance: string | undefined) {
  const responses: HttpResponse[] = [];
  const messages: MessageId[] = [];
  const problems: ListedProblem[] = [];
  const declared = mapIn(context, map, "responses");
  for (const { key, value } of declared?.entries.values() ?? []) {
    if (key.startsWith("x-")) continue;
    const owner: ContentOwner = { name: `${name}${key.charAt(0).toUpperCase()}${key.slice(1)}`, provenance };
    const lowered = lowerResponse(context, key, value, owner);
    if (lowered === undefined) continue;
    responses.push(lowered.response);
    messages.push(...lowered.messages);
    problems.push(...lowered.problems);
  }
  return { responses, messages, problems, origin: originOf(declared ?? map) };
}

/** A parameter of the operation stands for one of the path item with the same name and place. */
function override(shared: readonly Parameter[], own: readonly Parameter[]): readonly Parameter[] {
  const kept = shared.filter((parameter) => !own.some((other) => other.name === parameter.name && other.in === parameter.in));
  return [...kept, ...own];
}

function lowerPages({ documents }: OpenApiContext, map: MapNode, operation: string, parameters: readonly Parameter[]): Pages | undefined {
  const pages = valueOf(map, "x-parley-pages");
  if (pages?.kind !== "map") return undefined;
  checkKeys(documents, pages, { object: "x-parley-pages", handled: ["parameter", "items", "next"] });
  const parameter = requiredTextAt(documents, pages, "parameter");
  const items = requiredTextAt(documents, pages, "items");
  const next = requiredTextAt(documents, pages, "next");
  if (parameter === undefined || items === undefined || next === undefined) return undefined;
  const queries = parameters.filter((each) => each.in === "query").map(({ name }) => name);
  if (!queries.includes(parameter)) {
    documents.bag.add("pages-mismatch", placeOfLabel(pages), { fault: "parameter", operation, parameter, near: nearest(parameter, queries) });
  }
  return { parameter, items, next, origin: originOf(pages) };
}

function present<T extends { readonly [key: string]: string | undefined }>(texts: T): { readonly [Key in keyof T]?: string } {
  return Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== undefined)) as { readonly [Key in keyof T]?: string };
}
