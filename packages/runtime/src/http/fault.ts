import type { Issue } from "../issue.js";

/** A mistake of the implementation behind a handler. The client learns no more than that there was one. */
export type Fault = { readonly operation: string } & (
  | { readonly kind: "thrown"; readonly error: unknown }
  /** The reply breaks the specification at these places; it was not sent. */
  | { readonly kind: "broken-reply"; readonly issues: readonly Issue[] }
  /** The operation demands an `If-Match`, and the implementation made its change without `requireMatch`: whatever the client had read. */
  | { readonly kind: "unmatched" }
);
