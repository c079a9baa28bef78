import { diagnostic, type Diagnostic } from "../diagnostics/diagnostic.js";
import { nearest } from "../diagnostics/nearest.js";
import type { Protocol } from "../model/protocol.js";
import { byCorrelation } from "./correlation.js";
import { placeOf } from "./place.js";
import type { FoundProperty } from "./property-lookup.js";

/**
 * Correlation id missing.
 *
 * The location of a correlation id is a property that the schema of the message declares.
 *
 * @see AsyncAPI 3.0.0, Correlation ID Object, `location`
 */
export function* correlationMissing(protocol: Protocol): Iterable<Diagnostic> {
  for (const { correlation, message, found, others, related } of byCorrelation(protocol, protocol.messages.values(), isMissing)) {
    const { in: part, pointer, origin } = correlation;
    const near = nearest(pointer.slice(pointer.lastIndexOf("/") + 1), found.names);
    yield diagnostic("correlation-missing", placeOf(origin), { message: message.name, others, part, pointer, near }, related);
  }
}

function isMissing({ schemas }: FoundProperty): boolean {
  return schemas.length === 0;
}
