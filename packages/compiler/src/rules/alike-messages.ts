import type { ChannelId } from "../model/channel.js";
import type { Message, MessageId } from "../model/message.js";
import type { Protocol } from "../model/protocol.js";
import { isRequired, type Constants } from "./constants.js";
import { signOf, toldApart, type MessageSign } from "./message-sign.js";

/** Two messages that one role receives on one channel, and that not every constant tells apart. */
export interface Alike {
  readonly first: Message;
  readonly second: Message;
  /** Name of the channel. */
  readonly channel: string;
  /** The receiving role. */
  readonly receiver: string;
  /** A property whose constants differ, but that one of the two, or both, may leave out. */
  readonly optional: string | undefined;
}

/** Every pair of messages that may arrive at one place and are not told apart for certain. */
export function* alikeMessages(protocol: Protocol): Iterable<Alike> {
  const signs = new Map<MessageId, MessageSign>();
  const signed = (message: Message): Signed => {
    const sign = signs.get(message.id) ?? signOf(protocol, message);
    signs.set(message.id, sign);
    return { message, sign };
  };
  for (const { channel, receiver, messages } of receivedTogether(protocol)) {
    const all = [...messages].flatMap((id) => protocol.messages.get(id) ?? []).map(signed);
    for (const group of groupsOf(all)) {
      for (const [index, second] of group.entries()) {
        for (const first of group.slice(0, index)) {
          const { apart, optional } = toldApart(first.sign, second.sign);
          if (!apart) yield { first: first.message, second: second.message, channel, receiver, optional };
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
  // Very many operations may share a list of very many.
  const taken = new Map<string, Set<readonly MessageId[]>>();
  const add = (channel: ChannelId | undefined, receiver: string, messages: readonly MessageId[]) => {
    const name = channel === undefined ? undefined : protocol.channels.get(channel)?.name;
    if (name === undefined) return;
    const key = `${channel ?? ""}\n${receiver}`;
    const received = all.get(key) ?? { channel: name, receiver, messages: new Set() };
    all.set(key, received);
    const lists = taken.get(key) ?? new Set();
    if (lists.has(messages)) return;
    taken.set(key, lists.add(messages));
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
