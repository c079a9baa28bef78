import type { MediaType } from "../model/media-type.js";
import type { Message, MessageId } from "../model/message.js";
import type { HttpBody, HttpResponse } from "../model/operation.js";
import { pascalCase } from "../model/identifier.js";
import type { ListedProblem } from "../model/problem.js";
import { escapeToken } from "../source/json-pointer.js";
import type { MapNode, Node } from "../source/node.js";
import { flagIn, mapIn, namedIn, referred, type OpenApiContext } from "./openapi-context.js";
import { wordIn } from "./openapi-judging.js";
import { lowerLinks } from "./openapi-link.js";
import { lowerMediaType } from "./openapi-media-type.js";
import { lowerHeaders } from "./openapi-parameter.js";
import { idOf, originOf } from "./origin-of.js";
import { listedProblems } from "./problems.js";

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
  readonly problems: readonly ListedProblem[];
}

/** A request body object, or what a reference to one stands for. */
export function lowerBody(context: OpenApiContext, node: Node, owner: ContentOwner): LoweredBody | undefined {
  const found = referred(context, node);
  if (found === undefined) return undefined;
  const { map, description } = found;
  const { content, messages } = lowerContent(context, map, owner);
  return {
    body: {
      required: flagIn(map, "required") ?? false,
      ...(description === undefined ? {} : { description }),
      content,
      origin: originOf(map),
    },
    messages,
  };
}

/** A response object, or what a reference to one stands for. */
export function lowerResponse(context: OpenApiContext, status: string, node: Node, owner: ContentOwner): LoweredResponse | undefined {
  const found = referred(context, node);
  if (found === undefined) return undefined;
  const { map } = found;
  const description = found.description ?? found.summary;
  const { content, messages } = lowerContent(context, map, owner);
  const links = lowerLinks(context, map);
  const problems = listedProblems(context.documents, map);
  return {
    response: {
      status,
      ...(description === undefined ? {} : { description }),
      headers: lowerHeaders(context, map),
      content,
      ...(links.length === 0 ? {} : { links }),
      ...(problems.length === 0 ? {} : { problems: problems.map(({ name }) => name) }),
      origin: originOf(map),
    },
    messages,
    problems,
  };
}

function lowerContent(context: OpenApiContext, owner: MapNode, named: ContentOwner) {
  const content: MediaType[] = [];
  const messages: MessageId[] = [];
  const shared = sharedName(owner);
  const holder = mapIn(context, owner, "content");
  const types = namedIn(context, owner, "content");
  for (const { name: type, map } of types) {
    const media = lowerMediaType(context, type, map);
    const base = shared ?? named.name;
    const name = types.length === 1 ? base : base + pascalCase(type);
    content.push(media);
    // By its place in the content, as several may refer to one media type object.
    const id = `${holder === undefined ? idOf(map) : idOf(holder)}/${escapeToken(type)}`;
    if (!context.messages.has(id)) context.messages.set(id, messageOf(id, media, name, owner, named.provenance));
    messages.push(id);
  }
  return { content, messages };
}

function messageOf(id: MessageId, media: MediaType, name: string, owner: MapNode, provenance: string | undefined): Message {
  const description = wordIn(owner, "description");
  const stated = wordIn(owner, "x-parley-provenance") ?? provenance;
  return {
    id,
    name,
    origin: media.origin,
    ...(description === undefined ? {} : { description }),
    contentType: media.name,
    ...(media.schema === undefined ? {} : { payload: media.schema }),
    examples: media.examples,
    ...(stated === undefined ? {} : { provenance: stated }),
  };
}

/** What several operations share has the name under which the components declare it. */
function sharedName(owner: MapNode): string | undefined {
  const group = owner.parent?.key;
  return (group === "responses" || group === "requestBodies") && owner.parent?.parent?.key === "components" ? String(owner.key) : undefined;
}
