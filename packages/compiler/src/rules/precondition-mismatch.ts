import { diagnostic, type Diagnostic } from "../diagnostics/diagnostic.js";
import type { HttpResponse } from "../model/operation.js";
import type { Protocol } from "../model/protocol.js";
import { demandHeader, demandHeaders, demandProblem } from "./demands.js";
import { heldOperations, successesOf, type HeldOperation } from "./held-operations.js";
import { bodyOf } from "./response-body.js";

/**
 * Precondition mismatch: the convention `preconditions`.
 *
 * Each PUT, PATCH and DELETE demands the tag of what it changes, and lists the refusals for a tag that is missing or old. Whoever reads what
 * can be changed is given its tag, and so is whoever has changed it, or made it, or acted on it, and is told what it has become.
 *
 * @see specs/README.md, "Conventions"; RFC 9110, 8.8.3, 13.1.1; RFC 6585, 3
 */
export function* preconditionMismatch(protocol: Protocol): Iterable<Diagnostic> {
  const operations = heldOperations(protocol, "preconditions");
  const changed = new Set(operations.filter(isChange).map(({ http }) => http.path));
  const read = operations.filter(({ http }) => http.method === "get" && changed.has(http.path));
  const changeable = new Set(read.flatMap(({ http }) => successesOf(http).flatMap((response) => bodyOf(protocol, response) ?? [])));
  const isTagged = ({ http }: HeldOperation, response: HttpResponse): boolean => {
    if (http.method === "get") return changed.has(http.path);
    if (http.method !== "post") return http.method === "put" || http.method === "patch";
    const makes = response.status === "201" || response.status === "202";
    return changeable.has(bodyOf(protocol, response) ?? "") || (makes && read.some((one) => isMemberOf(one.http.path, http.path)));
  };
  for (const held of operations) {
    const missing = isChange(held) ? [...demandHeader(held, "If-Match"), ...demandProblem(held, "412", "precondition-failed"), ...demandProblem(held, "428", "precondition-required")] : [];
    const successes = successesOf(held.http).filter((response) => response.content.length > 0 && isTagged(held, response));
    const untagged = successes.flatMap(({ status }) => [...demandHeaders(held, status, ["ETag"])]);
    for (const { place, fault } of [...missing, ...untagged]) yield diagnostic("precondition-mismatch", place, fault);
  }
}

/** Whether a path is that of a member of a collection: `/doors/{doorId}` of `/doors`. */
function isMemberOf(path: string, collection: string): boolean {
  return path.startsWith(`${collection}/{`) && /^\/\{[^{}/]*\}$/.test(path.slice(collection.length));
}

function isChange({ http }: HeldOperation): boolean {
  return http.method === "put" || http.method === "patch" || http.method === "delete";
}
