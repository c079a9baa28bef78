import { asMap, booleanAt, checkKeys, mapsAt, textAt, textsAt } from "../document/reader.js";
import type { Message, MessageExample, MessageId } from "../model/message.js";
import type { MediaType } from "../model/media-type.js";
import type { HttpBody, HttpResponse } from "../model/operation.js";
import { pascalCase } from "../model/identifier.js";
import { valueOf, type MapNode, type Node } from "../source/node.js";
import { jsonOf } from "./json-of.js";
import type { OpenApiContext } from "./openapi-context.js";
import { keys } from "./openapi-keys.js";
import { lowerHeaders } from "./openapi-parameter.js";
import { idOf, originOf } from "./origin-of.js";

/** What a body or a response is for: the operation lends its name and provenance to messages that have none of their own. */
export interface ContentOwner {
  /** `createConferenceRequest`, `createConference201`. */
  readonly name: string;
  readonly provenance: string | undefined;
}

export interface LoweredBody {
  readonly body: HttpBody;
  readonly messages: readonly MessageId[];
}

export interface LoweredResponse {
  readonly response: HttpResponse;
  readonly messages: readonly MessageId[];
  /** `x-parley-problems`: what the response may carry. */
  readonly problems: readonly string[];
}

/** A request body object, or what a reference to one stands for. */
export function lowerBody(context: OpenApiContext, node: Node, owner: ContentOwner): LoweredBody | undefined {
  const { documents } = context;
  const map = asMap(documents, node);
  if (map === undefined) return undefined;
  checkKeys(documents, map, keys.requestBody);
  const { content, messages } = lowerContent(context, map, owner);
  const description = textAt(documents, map, "description");
  return {
    body: {
      required: booleanAt(documents, map, "required") ?? false,
      ...(description === undefined ? {} : { description }),
      content,
      origin: originOf(map),
    },
    messages,
  };
}

/** A response object, or what a reference to one stands for. */
export function lowerResponse(context: OpenApiContext, status: string, node: Node, owner: ContentOwner): LoweredResponse | undefined {
  const { documents } = context;
  const map = asMap(documents, node);
  if (map === undefined) return undefined;
  checkKeys(documents, map, keys.response);
  const description = textAt(documents, map, "description");
  const { content, messages } = lowerContent(context, map, owner);
  return {
    response: {
      status,
      ...(description === undefined ? {} : { description }),
      headers: lowerHeaders(context, map),
      content,
      origin: originOf(map),
    },
    messages,
    problems: textsAt(documents, map, "x-parley-problems"),
  };
}

function lowerContent(context: OpenApiContext, owner: MapNode, named: ContentOwner) {
  const content: MediaType[] = [];
  const messages: MessageId[] = [];
  const shared = sharedName(owner);
  const types = mapsAt(context.documents, owner, "content");
  for (const [type, map] of types) {
    const media = lowerMediaType(context, type, map);
    const base = shared ?? named.name;
    const name = types.length === 1 ? base : base + pascalCase(type);
    content.push(media);
    messages.push(addMessage(context, map, media, name, owner, named.provenance));
  }
  return { content, messages };
}

function lowerMediaType({ documents, schemas }: OpenApiContext, name: string, map: MapNode): MediaType {
  checkKeys(documents, map, keys.mediaType);
  const schema = valueOf(map, "schema");
  const examples: MessageExample[] = [];
  const example = valueOf(map, "example");
  if (example !== undefined) examples.push({ payload: jsonOf(example), origin: originOf(example) });
  for (const [exampleName, exampleMap] of mapsAt(documents, map, "examples")) {
    checkKeys(documents, exampleMap, keys.example);
    const summary = textAt(documents, exampleMap, "summary");
    const value = valueOf(exampleMap, "value");
    examples.push({
      name: exampleName,
      ...(summary === undefined ? {} : { summary }),
      ...(value === undefined ? {} : { payload: jsonOf(value) }),
      origin: originOf(value ?? exampleMap),
    });
  }
  return { name, ...(schema === undefined ? {} : { schema: schemas.add(schema) }), examples, origin: originOf(map) };
}

function addMessage(
  { documents, messages }: OpenApiContext,
  map: MapNode,
  media: MediaType,
  name: string,
  owner: MapNode,
  provenance: string | undefined,
): MessageId {
  const id = idOf(map);
  if (messages.has(id)) return id;
  const description = textAt(documents, owner, "description");
  const stated = textAt(documents, owner, "x-parley-provenance") ?? provenance;
  const message: Message = {
    id,
    name,
    origin: media.origin,
    ...(description === undefined ? {} : { description }),
    contentType: media.name,
    ...(media.schema === undefined ? {} : { payload: media.schema }),
    examples: media.examples,
    ...(stated === undefined ? {} : { provenance: stated }),
  };
  messages.set(id, message);
  return id;
}

/** What several operations share has the name under which the components declare it. */
function sharedName(owner: MapNode): string | undefined {
  const group = owner.parent?.key;
  return (group === "responses" || group === "requestBodies") && owner.parent?.parent?.key === "components" ? String(owner.key) : undefined;
}
