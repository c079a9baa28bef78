import { diagnostic, type Diagnostic } from "../diagnostics/diagnostic.js";
import { nearest } from "../diagnostics/nearest.js";
import type { Protocol } from "../model/protocol.js";
import { correlationOf } from "./correlation.js";
import { placeOf } from "./place.js";

/**
 * Correlation id missing.
 *
 * The location of a correlation id is a property that the schema of the message declares.
 *
 * @see AsyncAPI 3.0.0, Correlation ID Object, `location`
 */
export function* correlationMissing(protocol: Protocol): Iterable<Diagnostic> {
  for (const message of protocol.messages.values()) {
    const { correlation } = message;
    const found = correlationOf(protocol, message);
    if (correlation === undefined || found === undefined || found.schemas.length > 0) continue;
    const { in: part, pointer, origin } = correlation;
    const near = nearest(pointer.slice(pointer.lastIndexOf("/") + 1), found.names);
    const related = { message: `message "${message.name}"`, location: message.origin };
    yield diagnostic("correlation-missing", placeOf(origin), { message: message.name, part, pointer, near }, [related]);
  }
}
