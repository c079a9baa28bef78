import { diagnostic, type Diagnostic } from "../diagnostics/diagnostic.js";
import type { Message, MessageId } from "../model/message.js";
import type { Protocol } from "../model/protocol.js";
import type { JsonType } from "../model/schema.js";
import { correlationOf } from "./correlation.js";
import { describeTypes } from "./json-value.js";
import { typesOf } from "./property-lookup.js";

/**
 * Correlation id of another type.
 *
 * The correlation id of a reply has the type that it has in the request, since the one repeats the other.
 *
 * @see AsyncAPI 3.0.0, Correlation ID Object
 */
export function* correlationType(protocol: Protocol): Iterable<Diagnostic> {
  for (const { messages, reply: answer } of protocol.operations.values()) {
    const replies = answer === undefined ? [] : typed(protocol, answer.messages);
    const [request] = replies.length === 0 ? [] : typed(protocol, messages);
    if (request === undefined) continue;
    for (const reply of replies) {
      if (reply.types.join() === request.types.join()) continue;
      const parameters = {
        request: request.message.name,
        requestType: describeTypes(request.types),
        reply: reply.message.name,
        replyType: describeTypes(reply.types),
      };
      const related = { message: `request "${request.message.name}"`, location: request.message.origin };
      yield diagnostic("correlation-type", reply.message.origin, parameters, [related]);
    }
  }
}

interface Typed {
  readonly message: Message;
  readonly types: readonly JsonType[];
}

function typed(protocol: Protocol, ids: readonly MessageId[]): readonly Typed[] {
  return ids.flatMap((id) => {
    const message = protocol.messages.get(id);
    const types = message && typesOf(protocol.schemas, correlationOf(protocol, message)?.schemas ?? []);
    return message === undefined || types === undefined ? [] : [{ message, types }];
  });
}
