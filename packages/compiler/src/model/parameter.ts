import type { MediaType } from "./media-type.js";
import type { MessageExample } from "./message.js";
import type { Origin } from "./origin.js";
import type { SchemaId } from "./schema.js";

/** A value that is part of an address or of an HTTP request, or a header. */
export interface Parameter {
  readonly name: string;
  /** `querystring`: the whole query is this one value (OpenAPI 3.2). */
  readonly in: "address" | "path" | "query" | "querystring" | "header" | "cookie";
  readonly required: boolean;
  readonly description?: string;
  readonly deprecated?: boolean;
  readonly schema?: SchemaId;
  /** How the value is written, in HTTP; absent for an address, and where `content` says it. */
  readonly style?: ParameterStyle;
  /** In HTTP, whether each item of a list, or member of an object, is written under a name of its own. */
  readonly explode?: boolean;
  /** In HTTP, whether the reserved characters of RFC 3986 pass as they are. */
  readonly allowReserved?: boolean;
  /** In a query, whether the value may be empty, whatever its schema says. */
  readonly allowEmptyValue?: boolean;
  /** The value is written as a text of this media type, in place of a style. */
  readonly content?: MediaType;
  /** Values that an address may have, where the document lists them. */
  readonly enum?: readonly string[];
  readonly default?: string;
  /** Runtime expression of the part of a message that has the value: `$message.payload#/user/id`. */
  readonly location?: string;
  /** Values that the document shows. */
  readonly examples?: readonly MessageExample[];
  readonly origin: Origin;
}

/** OpenAPI 3.2, 4.12.2.2; `cookie` came with it. */
export type ParameterStyle = "matrix" | "label" | "simple" | "form" | "spaceDelimited" | "pipeDelimited" | "deepObject" | "cookie";
