import type { MessageName } from "../model/behaviour.js";
import type { Message, MessageId } from "../model/message.js";
import type { Protocol } from "../model/protocol.js";
import { methodsOf } from "./methods.js";

/** Finds the messages that a behaviour means by a name: several, for a response that succeeds or fails; none, where no operation has it. */
export function namedMessages(protocol: Protocol): (name: MessageName) => readonly Message[] {
  const methods = methodsOf(protocol);
  // As sets of lists, since very many operations may share a list of very many.
  const known = new Map<string, Set<readonly MessageId[]>>();
  for (const { id, name, messages, reply } of protocol.operations.values()) {
    const method = methods.get(id)?.method ?? name;
    add(known, `${method}.${reply === undefined ? "notification" : "request"}`, messages);
    add(known, `${method}.response`, reply?.messages ?? []);
  }
  return ({ method, kind }) => [...new Set([...(known.get(`${method}.${kind}`) ?? [])].flat())].flatMap((id) => protocol.messages.get(id) ?? []);
}

function add(known: Map<string, Set<readonly MessageId[]>>, name: string, messages: readonly MessageId[]): void {
  known.set(name, (known.get(name) ?? new Set()).add(messages));
}
