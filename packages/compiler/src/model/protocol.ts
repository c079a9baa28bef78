import type { Behaviour } from "./behaviour.js";
import type { Channel, ChannelId } from "./channel.js";
import type { Convention } from "./convention.js";
import type { Flow } from "./flow.js";
import type { Message, MessageId } from "./message.js";
import type { Operation, OperationId, SecurityScheme } from "./operation.js";
import type { Origin } from "./origin.js";
import type { Problem } from "./problem.js";
import type { Registry } from "./registry.js";
import type { Schema, SchemaId } from "./schema.js";
import type { Server } from "./server.js";

/** The meaning of one specification and of all the files it refers to: root of the model. Maps keep the author's order. */
export interface Protocol {
  /** `x-parley-name` of the info object, else made from the title: `signalling`. */
  readonly name: string;
  readonly title: string;
  readonly version: string;
  readonly description?: string;
  /** `json-schema`: a document that is one schema; it has schemas, and nothing else. */
  readonly dialect: "asyncapi-3" | "openapi-3" | "json-schema";
  readonly origin: Origin;
  readonly roles: readonly Role[];
  readonly servers: readonly Server[];
  readonly channels: ReadonlyMap<ChannelId, Channel>;
  readonly operations: ReadonlyMap<OperationId, Operation>;
  readonly messages: ReadonlyMap<MessageId, Message>;
  /** Every schema reachable from the entry document, and every named one it declares. */
  readonly schemas: ReadonlyMap<SchemaId, Schema>;
  readonly securitySchemes: readonly SecurityScheme[];
  /** `x-parley-problems` of the info object: the shared registry. */
  readonly problems: readonly Problem[];
  /** What that registry says beside its problems; absent where it says nothing. */
  readonly registry?: Registry;
  /** `x-parley-conventions` of the info object: the rules that the document holds itself to; absent where it names none. */
  readonly conventions?: readonly Convention[];
  readonly behaviour?: Behaviour;
  readonly flows: readonly Flow[];
}

/** A named side. */
export interface Role {
  readonly name: string;
  /** True for the role that the document describes, the one that accepts connections. */
  readonly accepts: boolean;
}
