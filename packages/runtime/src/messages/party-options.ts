import type { Clock } from "../clock.js";
import type { Issue } from "../issue.js";
import type { At } from "./address.js";
import type { Codecs } from "./content.js";

/** What a handler is told beside the payload. */
export interface Incoming<Headers = object, Parameters = object> {
  /** The name of the message. */
  readonly message: string;
  /** Where it came from. */
  readonly address: string;
  readonly headers: Headers;
  /** What the address has for the `{name}` parts of that of the channel. */
  readonly parameters: Parameters;
}

/** What a handler of a request gives. */
export type Answer<Reply> = Reply | Promise<Reply>;

/** A message that breaks the specification. */
export interface InvalidMessage {
  /** The name of the message that it is meant to be; absent where its content could not be read. */
  readonly message?: string;
  readonly address: string;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly payload: unknown;
  readonly issues: readonly Issue[];
}

/** A message that is none of those that may come there, or answers nothing that was asked. */
export interface UnknownMessage {
  readonly address: string;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly payload: unknown;
}

/** What everyone who receives messages has to say. */
export interface FaultHandlers {
  onInvalid(message: InvalidMessage): void;
  onUnknown(message: UnknownMessage): void;
}

/** How a side takes part. */
export interface PartyOptions {
  /** For content types that are neither JSON nor text; without one, payloads are bytes. */
  readonly codecs?: Codecs;
  /** Milliseconds until a request without an answer rejects; 30,000 when absent. */
  readonly deadline?: number;
  /** A handler threw, or its answer could not be sent. When absent, the error is thrown where nobody catches it. */
  readonly onError?: (error: unknown, operation: string) => void;
  readonly clock?: Clock;
}

/** How one message is sent, beside its payload. */
export interface Sending {
  readonly headers?: object;
  readonly at?: At;
  readonly signal?: AbortSignal;
  readonly deadline?: number;
}

/** A reply with headers of its own. */
export class WithHeaders<Payload = unknown, Headers extends object = object> {
  readonly payload: Payload;
  readonly headers: Headers;
  constructor(payload: Payload, headers: Headers) {
    this.payload = payload;
    this.headers = headers;
  }
}

/** Gives a reply headers. */
export function withHeaders<Payload, Headers extends object>(payload: Payload, headers: Headers): WithHeaders<Payload, Headers> {
  return new WithHeaders(payload, headers);
}

/** A message without the keys that the runtime writes where the program does not. */
export type Without<Message, Keys extends PropertyKey> = Message extends unknown
  ? { [Name in keyof Message as Exclude<Name, Keys>]: Message[Name] } & { [Name in keyof Message as Extract<Name, Keys>]?: Message[Name] }
  : never;
