/** The conventions that a document may hold itself to, `x-parley-conventions` of its info object: each is a rule of its own. */
export const conventions = [
  "problems",
  "idempotency-keys",
  "preconditions",
  "merge-patches",
  "pages",
  "limits",
  "names",
  "scopes",
  "long-work",
  "extensible-enumerations",
] as const;

/** One rule that all operations of a document keep, as that document says. */
export type Convention = (typeof conventions)[number];
