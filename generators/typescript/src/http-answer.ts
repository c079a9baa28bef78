import type { HttpResponse } from "@parley/compiler";
import type { HttpContent } from "./http-content.js";
import type { HttpArgument } from "./http-argument.js";

export interface HttpAnswer {
  readonly response: HttpResponse;
  readonly headers: readonly HttpArgument[];
  /** Absent where the response has no body. */
  readonly content?: HttpContent;
}
