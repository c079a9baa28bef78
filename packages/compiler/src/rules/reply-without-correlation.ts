import { diagnostic, type Diagnostic } from "../diagnostics/diagnostic.js";
import type { Protocol } from "../model/protocol.js";

/**
 * Reply without correlation id.
 *
 * Where a request says where its correlation id is, its replies say it too: else no requester can know which request is answered.
 *
 * @see AsyncAPI 3.0.0, Message Object, `correlationId`; Operation Reply Object
 */
export function* replyWithoutCorrelation(protocol: Protocol): Iterable<Diagnostic> {
  for (const { messages, reply } of protocol.operations.values()) {
    if (reply === undefined) continue;
    const request = messages.map((id) => protocol.messages.get(id)).find((message) => message?.correlation !== undefined);
    if (request === undefined) continue;
    for (const id of reply.messages) {
      const answer = protocol.messages.get(id);
      if (answer === undefined || answer.correlation !== undefined) continue;
      const related = { message: `request "${request.name}"`, location: request.origin };
      yield diagnostic("reply-without-correlation", answer.origin, { message: answer.name, request: request.name }, [related]);
    }
  }
}
