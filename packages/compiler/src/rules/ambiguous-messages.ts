import { diagnostic, type Diagnostic } from "../diagnostics/diagnostic.js";
import type { ChannelId } from "../model/channel.js";
import type { Message, MessageId } from "../model/message.js";
import type { Protocol } from "../model/protocol.js";
import { isRequired, type Constants } from "./constants.js";
import { signOf, toldApart, type MessageSign } from "./message-sign.js";

/**
 * Messages that cannot be told apart.
 *
 * Two messages that one role receives on one channel must differ in the constant of a property that both require:
 * then a message is valid against one of them only, and can be routed before it is validated.
 *
 * @see AsyncAPI 3.0.0, Channel Object, `messages`: "valid against one, and only one, of the message objects"
 */
export function* ambiguousMessages(protocol: Protocol): Iterable<Diagnostic> {
  const signs = new Map<MessageId, MessageSign>();
  const signed = (message: Message): Signed => {
    const sign = signs.get(message.id) ?? signOf(protocol, message);
    signs.set(message.id, sign);
    return { message, sign };
  };
  for (const { channel, receiver, messages } of receivedTogether(protocol)) {
    const all = [...messages].flatMap((id) => protocol.messages.get(id) ?? []).map(signed);
    for (const group of groupsOf(all)) {
      for (const [index, one] of group.entries()) {
        for (const other of group.slice(index + 1)) {
          const { apart, optional } = toldApart(one.sign, other.sign);
          if (apart) continue;
          const parameters = { first: one.message.name, second: other.message.name, channel, receiver, optional };
          const related = { message: `message "${one.message.name}"`, location: one.message.origin };
          yield diagnostic("ambiguous-messages", other.message.origin, parameters, [related]);
        }
      }
    }
  }
}

interface Signed {
  readonly message: Message;
  readonly sign: MessageSign;
}

interface Received {
  readonly channel: string;
  readonly receiver: string;
  readonly messages: Set<MessageId>;
}

function receivedTogether(protocol: Protocol): Iterable<Received> {
  const all = new Map<string, Received>();
  const add = (channel: ChannelId | undefined, receiver: string, messages: readonly MessageId[]) => {
    const name = channel === undefined ? undefined : protocol.channels.get(channel)?.name;
    if (name === undefined) return;
    const key = `${channel ?? ""}\n${receiver}`;
    const received = all.get(key) ?? { channel: name, receiver, messages: new Set() };
    all.set(key, received);
    for (const message of messages) received.messages.add(message);
  };
  for (const { http, channel, initiator, responder, messages, reply } of protocol.operations.values()) {
    if (http !== undefined) continue;
    add(channel, responder, messages);
    if (reply !== undefined) add(reply.channel ?? channel, initiator, reply.messages);
  }
  return all.values();
}

// Sorted first by the constants that all of them require, so that of many messages few pairs are left to compare.
function groupsOf(all: readonly Signed[]): Iterable<readonly Signed[]> {
  const pointers = requiredOfAll(all.map(({ sign }) => sign.payload));
  const groups = new Map<string, Signed[]>();
  for (const one of all) {
    const key = JSON.stringify(pointers.map((pointer) => [...(one.sign.payload[0]?.values.get(pointer) ?? [])]));
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [one]);
    else group.push(one);
  }
  return groups.values();
}

function requiredOfAll(payloads: readonly (readonly Constants[])[]): readonly string[] {
  const [first] = payloads[0] ?? [];
  if (first === undefined || payloads.some((alternatives) => alternatives.length !== 1)) return [];
  const every = payloads.flat();
  return [...first.values.keys()].filter((pointer) => every.every((one) => one.values.get(pointer)?.size === 1 && isRequired(one, pointer)));
}
