import { diagnostic, type Diagnostic } from "../diagnostics/diagnostic.js";
import type { Protocol } from "../model/protocol.js";
import { demandHeader, demandProblem } from "./demands.js";
import { heldOperations } from "./held-operations.js";
import { keyPlaceOf } from "./place.js";

const header = "Idempotency-Key";

/**
 * Idempotency key mismatch: the convention `idempotency-keys`.
 *
 * Each POST demands a key, so that it may be repeated, and lists what becomes of a key that is missing, that was used for another request, or
 * whose request is still under way. No other method takes one: what they do twice is what they do once.
 *
 * @see specs/README.md, "Conventions"; RFC 9110, 9.2.2
 */
export function* idempotencyKeyMismatch(protocol: Protocol): Iterable<Diagnostic> {
  for (const held of heldOperations(protocol, "idempotency-keys")) {
    const { operation, http } = held;
    if (http.method === "post") {
      const missing = [
        ...demandHeader(held, header),
        ...demandProblem(held, "422", "idempotency-key-missing"),
        ...demandProblem(held, "409", "idempotency-key-reused"),
        ...demandProblem(held, "409", "request-in-progress"),
      ];
      for (const { place, fault } of missing) yield diagnostic("idempotency-key-mismatch", place, fault);
    } else if (http.parameters.some((one) => one.in === "header" && one.name.toLowerCase() === header.toLowerCase())) {
      const place = keyPlaceOf(operation.origin, "/parameters");
      yield diagnostic("idempotency-key-mismatch", place, { fault: "stray", operation: operation.name, header, method: http.method });
    }
  }
}
