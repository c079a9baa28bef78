import type { Unsubscribe } from "../listeners.js";
import type { ChannelTable } from "./tables.js";

/** One message as a transport carries it. */
export interface WireMessage {
  /** Where it goes, or came from: `prices/btcusd`. */
  readonly address: string;
  /** Application headers; empty where the wire has none. */
  readonly headers: Readonly<Record<string, unknown>>;
  readonly payload: string | Uint8Array;
  /** As the sender says; absent where the wire does not tell. */
  readonly contentType?: string;
}

/** What brings messages from address to address: a WebSocket, a broker, a queue in memory. */
export interface MessageTransport {
  /** Hands one message over; resolves when the transport has it. */
  send(message: WireMessage, channel: ChannelTable): void | Promise<void>;
  /** Delivers what comes to an address, whose `{name}` parts may be anything, until the returned function is called. */
  subscribe(address: string, receive: (message: WireMessage) => void, channel: ChannelTable): Unsubscribe | Promise<Unsubscribe>;
  /** Ends it; nothing is delivered afterwards. */
  close(): Promise<void>;
  /** False where messages have no headers on this wire: then none are judged. True when absent. */
  readonly carriesHeaders?: boolean;
  /** Called once when the transport is over, whoever ended it. Absent where it never ends by itself. */
  onClosed?(listener: () => void): void;
}
