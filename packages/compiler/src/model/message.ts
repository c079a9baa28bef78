import type { Json } from "./json.js";
import type { Origin } from "./origin.js";
import type { SchemaId } from "./schema.js";

/** Names a message by the place it is written. */
export type MessageId = string;

/** One unit on the wire: headers and payload. */
export interface Message {
  readonly id: MessageId;
  readonly name: string;
  readonly origin: Origin;
  readonly title?: string;
  readonly summary?: string;
  readonly description?: string;
  readonly contentType: string;
  readonly payload?: SchemaId;
  readonly headers?: SchemaId;
  readonly correlation?: Correlation;
  readonly examples: readonly MessageExample[];
  readonly provenance?: string;
  readonly deprecated?: boolean;
  /** What the document says for each wire, as written. */
  readonly bindings?: { readonly [protocol: string]: Json };
}

/** Where a message carries its correlation id. */
export interface Correlation {
  readonly in: "payload" | "headers";
  /** JSON pointer inside it: `/id`. */
  readonly pointer: string;
  readonly origin: Origin;
}

export interface MessageExample {
  readonly name?: string;
  readonly summary?: string;
  readonly payload?: Json;
  readonly headers?: Json;
  /** The payload as it stands on the wire, where the document writes that out. */
  readonly serialized?: string;
  /** Where an example stands that is not part of the document: it is not read. */
  readonly external?: string;
  readonly origin: Origin;
}
