/** One connection as the runtime sees it: whole text messages, in order, until it is closed. */
export interface Transport {
  send(text: string): void;
  /** Ends the connection; the codes are those of WebSocket (RFC 6455 7.4), 1000 when absent. */
  close(code?: number, reason?: string): void;
  /** Bytes taken by `send` that have not left yet. */
  readonly bufferedAmount: number;
  /** Starts delivery; what came before is delivered first. Called once. */
  open(listener: TransportListener): void;
}

/** A connection that takes bytes too, as binary messages. */
export interface FrameTransport extends Transport {
  send(data: string | Uint8Array): void;
}

export interface TransportListener {
  /** Text as a string; bytes are a binary message. */
  message(data: string | Uint8Array): void;
  /** Called once, whoever closed, and never followed by a message. */
  closed(code: number, reason: string): void;
}
