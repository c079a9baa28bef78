import { diagnostic, type Diagnostic } from "../diagnostics/diagnostic.js";
import type { Protocol } from "../model/protocol.js";
import { demandHeader, demandHeaders, demandProblem } from "./demands.js";
import { heldOperations, successesOf, type HeldOperation } from "./held-operations.js";

/**
 * Precondition mismatch: the convention `preconditions`.
 *
 * Each PUT, PATCH and DELETE demands the tag of what it changes, and lists the refusals for a tag that is missing or old. Whoever reads what
 * can be changed is given its tag, and so is whoever has changed it and is told what it has become.
 *
 * @see specs/README.md, "Conventions"; RFC 9110, 8.8.3, 13.1.1; RFC 6585, 3
 */
export function* preconditionMismatch(protocol: Protocol): Iterable<Diagnostic> {
  const operations = heldOperations(protocol, "preconditions");
  const changed = new Set(operations.filter(isChange).map(({ http }) => http.path));
  for (const held of operations) {
    const missing = isChange(held) ? [...demandHeader(held, "If-Match"), ...demandProblem(held, "412", "precondition-failed"), ...demandProblem(held, "428", "precondition-required")] : [];
    const tagged = held.http.method === "get" ? changed.has(held.http.path) : isChange(held) && held.http.method !== "delete";
    const successes = tagged ? successesOf(held.http).filter(({ content }) => content.length > 0) : [];
    const untagged = successes.flatMap(({ status }) => [...demandHeaders(held, status, ["ETag"])]);
    for (const { place, fault } of [...missing, ...untagged]) yield diagnostic("precondition-mismatch", place, fault);
  }
}

function isChange({ http }: HeldOperation): boolean {
  return http.method === "put" || http.method === "patch" || http.method === "delete";
}
