import { nearest } from "../diagnostics/nearest.js";
import type { Location } from "../diagnostics/diagnostic.js";
import { asText, booleanAt, checkKeys, itemsAt, mapAt, placeOfKey, requiredTextAt, textAt, textsAt } from "../document/reader.js";
import { placeOf } from "../document/resolve.js";
import type { Channel, ChannelId } from "../model/channel.js";
import { camelCase } from "../model/identifier.js";
import type { MessageId } from "../model/message.js";
import type { HttpResponse, Operation, Pages, SecurityRequirement, SecurityScheme } from "../model/operation.js";
import type { Parameter } from "../model/parameter.js";
import { labelOf, pointerOf, valueOf, type MapNode } from "../source/node.js";
import { lowerBody, lowerResponse, type ContentOwner } from "./openapi-content.js";
import type { OpenApiContext } from "./openapi-context.js";
import { keys } from "./openapi-keys.js";
import { lowerParameters } from "./openapi-parameter.js";
import { lowerSecurity } from "./openapi-security.js";
import { idOf, originOf } from "./origin-of.js";
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
}

/** One path and what it leads to: a channel in the model. */
export interface LoweredPath {
  readonly channel: Channel;
  readonly operations: readonly Operation[];
}

const methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace"] as const;

/** Lowers a path item and its operations. */
export function lowerPath(setting: OpenApiSetting, path: string, item: MapNode): LoweredPath {
  const { documents } = setting.context;
  checkKeys(documents, item, keys.pathItem);
  const shared = lowerParameters(setting.context, item);
  const operations = methods.flatMap((method) => {
    const map = mapAt(documents, item, method);
    return map === undefined ? [] : [lowerOperation(setting, { path, method, shared, channel: idOf(item) }, map)];
  });
  const messages = operations.flatMap((operation) => [...operation.messages, ...(operation.reply?.messages ?? [])]);
  const description = textAt(documents, item, "description");
  const channel: Channel = {
    id: idOf(item),
    name: path,
    origin: originOf(item),
    address: path,
    ...(description === undefined ? {} : { description }),
    parameters: shared,
    messages: [...new Set(messages)],
    protocols: ["http"],
    subprotocols: [],
  };
  return { channel, operations };
}

interface Place {
  readonly path: string;
  readonly method: string;
  readonly shared: readonly Parameter[];
  readonly channel: ChannelId;
}

function lowerOperation(setting: OpenApiSetting, place: Place, map: MapNode): Operation {
  const { context, roles } = setting;
  const { documents } = context;
  checkKeys(documents, map, keys.operation);
  const name = textAt(documents, map, "operationId") ?? camelCase(`${place.method} ${place.path}`);
  const parameters = override(place.shared, lowerParameters(context, map));
  checkVariables(context, place.path, name, parameters, map);
  const texts = {
    summary: textAt(documents, map, "summary"),
    description: textAt(documents, map, "description"),
    provenance: textAt(documents, map, "x-parley-provenance"),
    call: textAt(documents, map, "x-parley-call"),
  };
  const bodyNode = valueOf(map, "requestBody");
  const body = bodyNode && lowerBody(context, bodyNode, { name: `${name}Request`, provenance: texts.provenance });
  const replies = lowerResponses(context, map, name, texts.provenance);
  const pages = lowerPages(context, map, name, parameters);
  return {
    id: idOf(map),
    name,
    origin: originOf(map),
    ...present(texts),
    ...(booleanAt(documents, map, "deprecated") === true ? { deprecated: true } : {}),
    initiator: roles.connects,
    responder: roles.accepts,
    kind: "request",
    channel: place.channel,
    messages: body?.messages ?? [],
    reply: { messages: replies.messages, origin: replies.origin },
    http: {
      method: place.method,
      path: place.path,
      parameters,
      ...(body === undefined ? {} : { body: body.body }),
      responses: replies.responses,
      tags: tagsAt(setting, map, name),
      ...(pages === undefined ? {} : { pages }),
    },
    security: valueOf(map, "security") === undefined ? setting.security : lowerSecurity(documents, map, setting.schemes),
    problems: [...new Set([...textsAt(documents, map, "x-parley-problems"), ...replies.problems])],
  };
}

/** The tags of an operation; where the document declares tags, each is one of these. */
function tagsAt({ context: { documents }, tags }: OpenApiSetting, map: MapNode, operation: string): readonly string[] {
  const items = itemsAt(documents, map, "tags");
  const known = tags ?? [];
  for (const item of tags === undefined ? [] : items) {
    if (item.kind !== "scalar" || typeof item.value !== "string" || known.includes(item.value)) continue;
    documents.bag.add("undeclared-tag", placeOf(item), { tag: item.value, operation, near: nearest(item.value, known) });
  }
  return items.flatMap((item) => asText(documents, item) ?? []);
}

function lowerResponses(context: OpenApiContext, map: MapNode, name: string, provenance: string | undefined) {
  const { documents } = context;
  const responses: HttpResponse[] = [];
  const messages: MessageId[] = [];
  const problems: string[] = [];
  const declared = mapAt(documents, map, "responses");
  for (const entry of declared?.entries.values() ?? []) {
    const { key, value } = entry;
    if (key.startsWith("x-")) continue;
    if (!/^([1-5]XX|[1-5]\d\d|default)$/.test(key)) documents.bag.add("invalid-status", placeOfKey(entry), { status: key, range: true });
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

function checkVariables(
  { documents }: OpenApiContext,
  path: string,
  operation: string,
  parameters: readonly Parameter[],
  map: MapNode,
): void {
  const variables = Array.from(path.matchAll(/\{([^{}]+)\}/g), (found) => found[1] ?? "");
  const declared = parameters.filter((parameter) => parameter.in === "path");
  const place: Location = { file: map.file, range: labelOf(map), pointer: pointerOf(map) };
  for (const variable of variables) {
    if (declared.some(({ name }) => name === variable)) continue;
    const near = nearest(
      variable,
      declared.map(({ name }) => name),
    );
    documents.bag.add("path-variable-mismatch", place, { fault: "undeclared", path, variable, operation, near });
  }
  for (const { name, origin } of declared) {
    if (variables.includes(name)) continue;
    documents.bag.add("path-variable-mismatch", origin, {
      fault: "unused",
      path,
      variable: name,
      operation,
      near: nearest(name, variables),
    });
  }
}

function lowerPages({ documents }: OpenApiContext, map: MapNode, operation: string, parameters: readonly Parameter[]): Pages | undefined {
  const pages = mapAt(documents, map, "x-parley-pages");
  if (pages === undefined) return undefined;
  checkKeys(documents, pages, { object: "x-parley-pages", handled: ["parameter", "items", "next"] });
  const parameter = requiredTextAt(documents, pages, "parameter");
  const items = requiredTextAt(documents, pages, "items");
  const next = requiredTextAt(documents, pages, "next");
  if (parameter === undefined || items === undefined || next === undefined) return undefined;
  const queries = parameters.filter((each) => each.in === "query").map(({ name }) => name);
  if (!queries.includes(parameter)) {
    documents.bag.add("pages-mismatch", originOf(pages), { fault: "parameter", operation, parameter, near: nearest(parameter, queries) });
  }
  return { parameter, items, next, origin: originOf(pages) };
}

function present<T extends { readonly [key: string]: string | undefined }>(texts: T): { readonly [Key in keyof T]?: string } {
  return Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== undefined)) as { readonly [Key in keyof T]?: string };
}
