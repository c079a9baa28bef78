import { diagnostic, type Diagnostic } from "../diagnostics/diagnostic.js";
import type { MessageId } from "../model/message.js";
import type { Protocol } from "../model/protocol.js";
import { correlationOf } from "./correlation.js";
import { placeOf } from "./place.js";

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
  for (const id of ids) {
    const message = protocol.messages.get(id);
    const found = message === undefined ? undefined : correlationOf(protocol, message);
    if (message?.correlation === undefined || found === undefined || found.schemas.length === 0 || found.required) continue;
    const { in: part, pointer, origin } = message.correlation;
    yield diagnostic("correlation-optional", placeOf(origin), { message: message.name, part, pointer }, [{ message: `message "${message.name}"`, location: message.origin }]);
  }
}
