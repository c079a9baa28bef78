import type { Channel, CodeSymbol } from "@parley/compiler";
import { lookUpProperty } from "./party-correlation.js";
import type { PartyChannel, PartyMessage, PartyOperation, SharedMessages } from "./parties.js";
import type { Plan } from "./plan.js";

/** Gives the names of what is shared. */
export interface SharedNames {
  readonly value: (channel: Channel) => CodeSymbol;
  readonly type: (channel: Channel, prefix?: string) => CodeSymbol;
}

/**
 * The lists of messages that several operations have, since they name none of their channel: written for each of them, what is made would grow by the
 * square of the document. A few messages read best where they are used.
 */
export function planShared({ protocol }: Plan, operations: readonly PartyOperation[], names: SharedNames): ReadonlyMap<readonly PartyMessage[], SharedMessages> {
  const uses = new Map<readonly PartyMessage[], { readonly channel: PartyChannel; count: number; writes: boolean }>();
  const use = (messages: readonly PartyMessage[], channel: PartyChannel, writes: boolean): void => {
    const known = uses.get(messages) ?? { channel, count: 0, writes: false };
    uses.set(messages, known);
    known.count += 1;
    known.writes ||= writes;
  };
  for (const { channel, messages, reply } of operations) {
    use(messages, channel, reply !== undefined);
    if (reply !== undefined) use(reply.messages, reply.channel, true);
  }
  const shared = new Map<readonly PartyMessage[], SharedMessages>();
  for (const [messages, { channel, count, writes }] of uses) {
    if (count < 2 || messages.length <= few) continue;
    const differs = writes && messages.some(({ message }) => lookUpProperty(protocol, message)?.in === "payload");
    const said = differs ? { said: names.type(channel.channel, "Said") } : {};
    shared.set(messages, { channel, table: names.value(channel.channel), told: names.type(channel.channel), ...said });
  }
  return shared;
}

const few = 4;
