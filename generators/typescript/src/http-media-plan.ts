import type { Code } from "@parley/compiler";
import type { Declaration } from "./declaration.js";
import type { HttpArgument } from "./http-argument.js";
import type { TextKind } from "./http-text-form.js";

export type HttpCodec = "bytes" | "urlForm" | "multipart" | "eventStream" | "jsonLines" | "jsonSequence";

export interface HttpMediaPlan {
  /** `application/json`, `image/*`. */
  readonly name: string;
  /** The type of what it carries, for who sends it and for who receives it. */
  readonly sent: Code;
  readonly received: Code;
  /** The runtime's codec, where it is neither JSON nor a text. */
  readonly codec?: HttpCodec;
  /** Whose validators judge it; absent for what is not judged. */
  readonly declaration?: Declaration;
  /** Of a stream: whose validators judge each item. */
  readonly item?: Declaration;
  readonly jsonData?: true;
  readonly fields?: readonly HttpArgument[];
  readonly parts?: readonly HttpPart[];
}

/** One property of a multipart form. */
export interface HttpPart {
  readonly name: string;
  readonly required: boolean;
  readonly list: boolean;
  readonly types: readonly string[];
  readonly reads: TextKind | "json" | "bytes";
  readonly headers?: readonly HttpArgument[];
  readonly declaration?: Declaration;
  readonly type: Code;
  readonly description?: string;
}
