import type { Json } from "./json.js";
import type { MessageId } from "./message.js";
import type { Origin } from "./origin.js";
import type { Parameter } from "./parameter.js";

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
  /** What the document says for each wire, as written: `{ kafka: { partitions: 3 } }`. */
  readonly bindings?: { readonly [protocol: string]: Json };
}
