import { diagnostic, type Diagnostic } from "../diagnostics/diagnostic.js";
import type { Protocol } from "../model/protocol.js";
import { constantsOf, isRequired } from "./constants.js";
import { alikeMessages } from "./alike-messages.js";

/**
 * Optional constant.
 *
 * The constant that tells messages apart is required: a message that leaves it out would be valid as any of them.
 *
 * @see AsyncAPI 3.0.0, Channel Object, `messages`: "valid against one, and only one, of the message objects"
 */
export function* optionalConstant(protocol: Protocol): Iterable<Diagnostic> {
  const said = new Set<string>();
  for (const { first, second, channel, optional } of alikeMessages(protocol)) {
    if (optional === undefined) continue;
    for (const [message, other] of [[first, second], [second, first]] as const) {
      const key = `${message.id}\n${optional}`;
      const payload = message.payload === undefined ? [] : constantsOf(protocol.schemas, message.payload);
      if (said.has(key) || payload.every((one) => isRequired(one, optional))) continue;
      said.add(key);
      const related = { message: `message "${other.name}"`, location: other.origin };
      yield diagnostic("optional-constant", message.origin, { message: message.name, pointer: optional, other: other.name, channel }, [related]);
    }
  }
}
