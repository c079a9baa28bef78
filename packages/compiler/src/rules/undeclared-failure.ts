import { diagnostic, type Diagnostic } from "../diagnostics/diagnostic.js";
import type { Protocol } from "../model/protocol.js";
import { constantAt, constantsOf } from "./constants.js";
import { keyPlaceOf } from "./place.js";

/**
 * Undeclared failure.
 *
 * A request that lists problems has a message in its reply that can carry them: one whose constant `success` is not true.
 *
 * @see specs/common/failure-envelope.yaml: `success`, `problemDetails`; AsyncAPI 3.0.0, Operation Reply Object
 */
export function* undeclaredFailure(protocol: Protocol): Iterable<Diagnostic> {
  for (const { name, origin, problems, reply, http } of protocol.operations.values()) {
    if (http !== undefined || problems.length === 0 || reply === undefined || reply.messages.length === 0) continue;
    const payloads = reply.messages.map((id) => protocol.messages.get(id)?.payload);
    const onlySuccess = payloads.every((id) => id !== undefined && constantAt(constantsOf(protocol.schemas, id), "/success") === "true");
    if (onlySuccess) yield diagnostic("undeclared-failure", keyPlaceOf(origin, "/x-parley-problems"), { operation: name });
  }
}
