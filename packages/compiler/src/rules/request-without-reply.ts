import { diagnostic, type Diagnostic } from "../diagnostics/diagnostic.js";
import type { Operation } from "../model/operation.js";
import type { Protocol } from "../model/protocol.js";
import { methodsOf } from "./methods.js";
import { nodeAt } from "./place.js";

/**
 * Request without reply.
 *
 * An operation that is a request, by a `reply` without messages, by the constant `kind` of its message, or because a machine knows it as
 * one, declares the messages that answer it.
 *
 * @see AsyncAPI 3.0.0, Operation Reply Object; specs/signalling/uni.asyncapi.yaml, 6 Ends: "Every request has an end"
 */
export function* requestWithoutReply(protocol: Protocol): Iterable<Diagnostic> {
  for (const { name, origin } of unanswered(protocol)) yield diagnostic("request-without-reply", origin, { operation: name });
}

/** The operations that expect a reply and declare none. */
export function unanswered(protocol: Protocol): readonly Operation[] {
  const requested = requestedMethods(protocol);
  const methods = methodsOf(protocol);
  return [...protocol.operations.values()].filter((operation) => {
    if (operation.http !== undefined || isAnswered(operation)) return false;
    const { method, kind } = methods.get(operation.id) ?? { method: operation.name, kind: undefined };
    return operation.reply !== undefined || kind === "request" || requested.has(method);
  });
}

// A reply whose messages lead nowhere has its own diagnostics.
function isAnswered({ reply }: Operation): boolean {
  return reply !== undefined && (reply.messages.length > 0 || nodeAt(reply.origin, "/messages/0") !== undefined);
}

function requestedMethods(protocol: Protocol): ReadonlySet<string> {
  const requested = new Set<string>();
  for (const { transitions } of protocol.behaviour?.machines ?? []) {
    for (const { trigger } of transitions) {
      if ((trigger.on === "receive" || trigger.on === "send") && trigger.message.kind !== "notification") requested.add(trigger.message.method);
    }
  }
  return requested;
}
