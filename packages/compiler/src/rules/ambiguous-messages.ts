import { diagnostic, type Diagnostic } from "../diagnostics/diagnostic.js";
import type { Protocol } from "../model/protocol.js";
import { alikeMessages } from "./alike-messages.js";

/**
 * Messages that cannot be told apart.
 *
 * Two messages that one role receives on one channel must differ in the constant of a property:
 * then a message is valid against one of them only, and can be routed before it is validated.
 *
 * @see AsyncAPI 3.0.0, Channel Object, `messages`: "valid against one, and only one, of the message objects"
 */
export function* ambiguousMessages(protocol: Protocol): Iterable<Diagnostic> {
  const said = new Set<string>();
  for (const { first, second, channel, receiver, optional } of alikeMessages(protocol)) {
    // Messages that go both ways are received together by both roles.
    const pair = `${first.id}\n${second.id}\n${channel}`;
    if (optional !== undefined || said.has(pair)) continue;
    said.add(pair);
    const related = { message: `message "${first.name}"`, location: first.origin };
    yield diagnostic("ambiguous-messages", second.origin, { first: first.name, second: second.name, channel, receiver }, [related]);
  }
}
