import type { Json } from "./json.js";
import type { Origin } from "./origin.js";

/** A host, in the words of AsyncAPI and OpenAPI. */
export interface Server {
  readonly name: string;
  /** With the defaults of its variables in their places. */
  readonly url: string;
  /** As written, where it has variables: `https://{region}.example.com`. */
  readonly template?: string;
  readonly variables?: readonly ServerVariable[];
  readonly protocol: string;
  readonly description?: string;
  /** What the document says for each wire, as written. */
  readonly bindings?: { readonly [protocol: string]: Json };
  readonly origin: Origin;
}

/** A part of the address of a server that its user may choose. */
export interface ServerVariable {
  readonly name: string;
  readonly default?: string;
  readonly enum?: readonly string[];
  readonly description?: string;
}
