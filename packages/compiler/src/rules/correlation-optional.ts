import { diagnostic, type Diagnostic } from "../diagnostics/diagnostic.js";
import type { MessageId } from "../model/message.js";
import type { Protocol } from "../model/protocol.js";
import { byCorrelation } from "./correlation.js";
import { placeOf } from "./place.js";
import type { FoundProperty } from "./property-lookup.js";

/**
 * Correlation id optional.
 *
 * A request and its replies always carry the correlation id: a reply without it belongs to no request.
 *
 * @see AsyncAPI 3.0.0, Correlation ID Object; JSON Schema 2020-12, Validation 6.5.3 `required`
 */
export function* correlationOptional(protocol: Protocol): Iterable<Diagnostic> {
  const ids = new Set<MessageId>();
  for (const { messages, reply } of protocol.operations.values()) {
    if (reply !== undefined) for (const id of [...messages, ...reply.messages]) ids.add(id);
  }
  const exchanged = [...ids].flatMap((id) => protocol.messages.get(id) ?? []);
  for (const { correlation, message, others, related } of byCorrelation(protocol, exchanged, isOptional)) {
    const { in: part, pointer, origin } = correlation;
    yield diagnostic("correlation-optional", placeOf(origin), { message: message.name, others, part, pointer }, related);
  }
}

function isOptional({ schemas, required }: FoundProperty): boolean {
  return schemas.length > 0 && !required;
}
