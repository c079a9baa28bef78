import { diagnostic, type Diagnostic } from "../diagnostics/diagnostic.js";
import type { Protocol } from "../model/protocol.js";
import { demandHeaders, demandProblem } from "./demands.js";
import { heldOperations } from "./held-operations.js";

/**
 * Limits mismatch: the convention `limits`.
 *
 * Each operation says that it may be called too often, when it may be called again, and what the limits are.
 *
 * @see specs/README.md, "Conventions"; RFC 6585, 4; RFC 9110, 10.2.3
 */
export function* limitsMismatch(protocol: Protocol): Iterable<Diagnostic> {
  for (const held of heldOperations(protocol, "limits")) {
    const missing = [...demandProblem(held, "429", "rate-limited"), ...demandHeaders(held, "429", ["Retry-After", "RateLimit", "RateLimit-Policy"])];
    for (const { place, fault } of missing) yield diagnostic("limits-mismatch", place, fault);
  }
}
