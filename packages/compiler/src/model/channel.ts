import type { MessageId } from "./message.js";
import type { Origin } from "./origin.js";
import type { SchemaId } from "./schema.js";

/** Names a channel by the place it is written. */
export type ChannelId = string;

/** An addressable place that messages pass through. */
export interface Channel {
  readonly id: ChannelId;
  readonly name: string;
  readonly origin: Origin;
  /** `/webrtc-signalling/v1`; absent where it is known at run time only. */
  readonly address?: string;
  readonly description?: string;
  readonly parameters: readonly Parameter[];
  readonly messages: readonly MessageId[];
  /** The wire under it, told by its bindings and servers: `ws`, `http`, `kafka` ... */
  readonly protocols: readonly string[];
  /** WebSocket subprotocol names, where the document gives them. */
  readonly subprotocols: readonly string[];
}

/** A value that is part of an address or of an HTTP request. */
export interface Parameter {
  readonly name: string;
  readonly in: "address" | "path" | "query" | "header" | "cookie";
  readonly required: boolean;
  readonly description?: string;
  readonly schema?: SchemaId;
  /** In HTTP, whether each item of a list is written under the name again; else commas part them. */
  readonly explode?: boolean;
  readonly origin: Origin;
}
