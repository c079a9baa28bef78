import type { MessageExample } from "./message.js";
import type { Origin } from "./origin.js";
import type { Parameter, ParameterStyle } from "./parameter.js";
import type { SchemaId } from "./schema.js";

/** One form that a body, or a parameter with `content`, may have. */
export interface MediaType {
  /** `application/json`, `multipart/form-data`, `text/event-stream`, `image/*`. */
  readonly name: string;
  readonly schema?: SchemaId;
  /** Of a stream: what each item is (`itemSchema`, OpenAPI 3.2). */
  readonly itemSchema?: SchemaId;
  /** How the parts of a form are written, by property. */
  readonly encoding?: readonly PartEncoding[];
  readonly examples: readonly MessageExample[];
  readonly origin: Origin;
}

/** How one property of a form is written: OpenAPI's encoding object. */
export interface PartEncoding {
  readonly property: string;
  /** `image/png, image/jpeg`, as written. */
  readonly contentType?: string;
  /** Headers of the part, in a multipart body. */
  readonly headers: readonly Parameter[];
  readonly style?: ParameterStyle;
  readonly explode?: boolean;
  readonly allowReserved?: boolean;
  readonly origin: Origin;
}
