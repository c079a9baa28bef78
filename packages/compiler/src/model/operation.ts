import type { ChannelId } from "./channel.js";
import type { Json } from "./json.js";
import type { MediaType } from "./media-type.js";
import type { MessageId } from "./message.js";
import type { Origin } from "./origin.js";
import type { Parameter } from "./parameter.js";
import type { ListedProblem } from "./problem.js";
import type { Server } from "./server.js";

/** Names an operation by the place it is written. */
export type OperationId = string;

/** Something one role may start on a channel: a request with its replies, or a notification. */
export interface Operation {
  readonly id: OperationId;
  readonly name: string;
  readonly origin: Origin;
  readonly summary?: string;
  readonly description?: string;
  /** The role that sends first. */
  readonly initiator: string;
  readonly responder: string;
  /** `request` where a reply is declared. */
  readonly kind: "request" | "notification";
  /** Absent where the document names none that exists (a diagnostic says so). */
  readonly channel?: ChannelId;
  readonly messages: readonly MessageId[];
  readonly reply?: Reply;
  readonly http?: HttpBinding;
  readonly security: readonly SecurityRequirement[];
  readonly provenance?: string;
  /** `x-parley-call`: the name of the call in generated interfaces (`setup` for `msetup`). */
  readonly call?: string;
  /** `x-parley-argument`: the one property of the message whose value is the whole argument of the call. */
  readonly argument?: string;
  /** `x-parley-problems`: what a reply of this operation may carry. In HTTP each response has a list, too, and one name may be in several. */
  readonly problems: readonly ListedProblem[];
  readonly deprecated?: boolean;
  /** What the document says for each wire, as written. */
  readonly bindings?: { readonly [protocol: string]: Json };
}

export interface Reply {
  readonly messages: readonly MessageId[];
  readonly channel?: ChannelId;
  /** Runtime expression of a dynamic reply address: `$message.header#/replyTo`. */
  readonly address?: string;
  readonly origin: Origin;
}

/** How an operation of an OpenAPI document looks in HTTP. */
export interface HttpBinding {
  /** In lower case where HTTP or OpenAPI names it (`get`, `query`); as written where it is another (`COPY`, of `additionalOperations`). */
  readonly method: string;
  /** `/conferences/{conferenceId}`. */
  readonly path: string;
  readonly parameters: readonly Parameter[];
  readonly body?: HttpBody;
  readonly responses: readonly HttpResponse[];
  readonly tags: readonly string[];
  readonly pages?: Pages;
  /** What starts an operation that the accepting side calls: nothing for an ordinary one. */
  readonly trigger?: HttpTrigger;
  /** Where this operation is served, if not where the document says. */
  readonly servers?: readonly Server[];
}

/**
 * An operation that goes the other way: its initiator is the role that accepts, and `path` is empty. A callback goes to the address that its
 * expression gives at run time (`{$request.body#/callbackUrl}/data`); a webhook to one that is agreed outside the document.
 */
export type HttpTrigger =
  | { readonly by: "callback"; readonly name: string; readonly expression: string; readonly operation: OperationId }
  | { readonly by: "webhook"; readonly name: string };

/** `x-parley-pages`: how a list that comes in pages is followed. */
export interface Pages {
  /** Name of the query parameter that says where a page starts. */
  readonly parameter: string;
  /** JSON pointers into the body of the success: its entries, and where the next page starts. */
  readonly items: string;
  readonly next: string;
  readonly origin: Origin;
}

export interface HttpBody {
  readonly required: boolean;
  readonly description?: string;
  readonly content: readonly MediaType[];
  readonly origin: Origin;
}

export interface HttpResponse {
  /** `200`, `4XX`, `default`. */
  readonly status: string;
  readonly description?: string;
  readonly headers: readonly Parameter[];
  readonly content: readonly MediaType[];
  readonly links?: readonly Link[];
  /** `x-parley-problems`: names of the registry that it may carry; absent where it lists none. */
  readonly problems?: readonly string[];
  readonly origin: Origin;
}

/** What a response says about a next operation. Values are runtime expressions (`$response.body#/id`) or constants. */
export interface Link {
  readonly name: string;
  /** Its name, `operationId`, or the place that `operationRef` leads to. */
  readonly operation: string;
  readonly parameters: readonly { readonly name: string; readonly value: Json }[];
  readonly requestBody?: Json;
  readonly description?: string;
  readonly origin: Origin;
}

/** One way in: all of these schemes together. */
export type SecurityRequirement = readonly { readonly scheme: string; readonly scopes: readonly string[] }[];

/** A security scheme as written: its `type`, and the rest of its keys. */
export interface SecurityScheme {
  readonly name: string;
  readonly type: string;
  readonly settings: { readonly [key: string]: Json };
  readonly origin: Origin;
}
