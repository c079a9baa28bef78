import { diagnostic, type Diagnostic } from "../diagnostics/diagnostic.js";
import { nearest } from "../diagnostics/nearest.js";
import type { Protocol } from "../model/protocol.js";
import { correlationOf } from "./correlation.js";

/**
 * Correlation id missing.
 *
 * The location of a correlation id is a property that the schema of the message declares, and where a request has one its replies have one too.
 *
 * @see AsyncAPI 3.0.0, Correlation ID Object, `location`
 */
export function* correlationMissing(protocol: Protocol): Iterable<Diagnostic> {
  for (const message of protocol.messages.values()) {
    const { correlation } = message;
    const found = correlationOf(protocol, message);
    if (correlation === undefined || found === undefined || found.schemas.length > 0) continue;
    const name = correlation.pointer.slice(correlation.pointer.lastIndexOf("/") + 1);
    const near = nearest(name, found.names);
    const parameters = { fault: "undeclared" as const, message: message.name, part: correlation.in, pointer: correlation.pointer, near };
    yield diagnostic("correlation-missing", correlation.origin, parameters);
  }
  for (const { messages, reply } of protocol.operations.values()) {
    const request = messages.map((id) => protocol.messages.get(id)).find((message) => message?.correlation !== undefined);
    if (request === undefined) continue;
    for (const answer of reply?.messages ?? []) {
      const message = protocol.messages.get(answer);
      if (message === undefined || message.correlation !== undefined) continue;
      const related = { message: `request "${request.name}"`, location: request.origin };
      yield diagnostic("correlation-missing", message.origin, { fault: "none", message: message.name, request: request.name }, [related]);
    }
  }
}
