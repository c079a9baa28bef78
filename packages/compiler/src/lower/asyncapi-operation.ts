import { asMap, checkKeys, itemsAt, mapAt, reportMissing, textAt, wordAt } from "../document/reader.js";
import { follow, placeOf } from "../document/resolve.js";
import type { Channel, ChannelId } from "../model/channel.js";
import type { MessageId } from "../model/message.js";
import type { Operation, Reply, SecurityRequirement } from "../model/operation.js";
import { labelOf, pointerOf, valueOf, type MapNode, type Node } from "../source/node.js";
import type { ChannelTable } from "./asyncapi-channel.js";
import { bindingsAt } from "./asyncapi-bindings.js";
import { expressionAt } from "./asyncapi-expression.js";
import { operationKeys, operationTraitKeys, replyAddressKeys, replyKeys } from "./asyncapi-keys.js";
import type { MessageTable } from "./asyncapi-message.js";
import { checkProse } from "./asyncapi-prose.js";
import type { SecurityTable } from "./asyncapi-security.js";
import type { Lowering } from "./lowering.js";
import { idOf, originOf } from "./origin-of.js";
import { listedProblems } from "./problems.js";
import type { DefaultRoles } from "./roles.js";
import { withTraits } from "./traits.js";

/** What the operations of a document have in common. */
export interface OperationSetting {
  readonly lowering: Lowering;
  readonly channels: ChannelTable;
  readonly messages: MessageTable;
  readonly roles: DefaultRoles;
  /** Takes the names of the roles that the document describes. */
  readonly accepting: Set<string>;
  readonly schemes: SecurityTable;
  /** The channels of the document itself: operations refer to no others. */
  readonly own: ReadonlySet<ChannelId>;
  /** What holds where an operation says nothing of its own. */
  readonly security: readonly SecurityRequirement[];
}

/** Lowers one entry of `operations`. */
export function lowerOperation(setting: OperationSetting, entry: Node, name: string): Operation | undefined {
  const { documents } = setting.lowering;
  const written = asMap(documents, entry);
  if (written === undefined) return undefined;
  const map = withTraits(documents, written, operationTraitKeys);
  checkKeys(documents, map, operationKeys);
  checkProse(documents, map);
  if (valueOf(map, "action") === undefined) reportMissing(documents, map, "action");
  const action = wordAt(documents, map, "action", ["send", "receive"]) ?? "receive";
  const channel = channelAt(setting, map);
  const reply = replyAt(setting, map, channel);
  const { accepts, connects } = setting.roles;
  const texts = {
    summary: textAt(documents, map, "summary"),
    description: textAt(documents, map, "description"),
    provenance: textAt(documents, map, "x-parley-provenance"),
    call: textAt(documents, map, "x-parley-call"),
    argument: textAt(documents, map, "x-parley-argument"),
  };
  const initiator = roleAt(setting, map, "x-parley-from") ?? (action === "receive" ? connects : accepts);
  const responder = roleAt(setting, map, "x-parley-to") ?? (action === "receive" ? accepts : connects);
  setting.accepting.add(action === "receive" ? responder : initiator);
  return {
    id: idOf(entry),
    name,
    origin: originOf(entry),
    ...present(texts),
    initiator,
    responder,
    kind: reply === undefined ? "notification" : "request",
    ...(channel === undefined ? {} : { channel: channel.id }),
    messages: messagesAt(setting, map, channel),
    ...(reply === undefined ? {} : { reply }),
    security: valueOf(map, "security") === undefined ? setting.security : setting.schemes.at(map),
    problems: listedProblems(documents, map),
    ...bindingsAt(documents, map, "operation"),
  };
}

/** The name of a role; where the document declares its roles, one of these. One that is none is told here, and not again wherever it would act. */
function roleAt({ lowering: { documents }, roles }: OperationSetting, map: MapNode, key: string): string | undefined {
  return roles.declared === undefined ? textAt(documents, map, key) : wordAt(documents, map, key, roles.declared);
}

function present<T extends { readonly [key: string]: string | undefined }>(texts: T): { readonly [Key in keyof T]?: string } {
  return Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== undefined)) as { readonly [Key in keyof T]?: string };
}

function channelAt(setting: OperationSetting, map: MapNode): Channel | undefined {
  const node = valueOf(map, "channel");
  const found = node && follow(setting.lowering.documents, node);
  if (found === undefined) return undefined;
  const id: ChannelId | undefined = setting.channels.add(found, String(found.key));
  const channel = id === undefined ? undefined : setting.channels.channels.get(id);
  if (node !== undefined && channel !== undefined && !setting.own.has(channel.id)) {
    setting.lowering.documents.bag.add("channel-outside-document", placeOf(node), { channel: channel.name }, [
      { message: `Channel "${channel.name}" is here`, location: channel.origin },
    ]);
  }
  return channel;
}

/** The messages that an object names; all of its channel where it names none. */
function messagesAt(setting: OperationSetting, map: MapNode, channel: Channel | undefined): readonly MessageId[] {
  const { documents } = setting.lowering;
  if (valueOf(map, "messages") === undefined) return channel?.messages ?? [];
  return itemsAt(documents, map, "messages").flatMap((item) => {
    const id = setting.messages.add(item, String(item.key));
    if (id === undefined) return [];
    if (channel !== undefined && !setting.channels.holds(channel.id, id)) {
      const message = setting.messages.messages.get(id)?.name ?? id;
      documents.bag.add("message-outside-channel", placeOf(item), { message, channel: channel.name }, [
        { message: `Channel "${channel.name}" is here`, location: channel.origin },
      ]);
    }
    return [id];
  });
}

function replyAt(setting: OperationSetting, map: MapNode, channel: Channel | undefined): Reply | undefined {
  const { documents } = setting.lowering;
  const reply = mapAt(documents, map, "reply");
  if (reply === undefined) return undefined;
  checkKeys(documents, reply, replyKeys);
  const ownChannel = channelAt(setting, reply);
  const replyChannel = ownChannel ?? channel;
  const address = replyAddress(setting, reply);
  if (address !== undefined && ownChannel?.address !== undefined) {
    const node = valueOf(reply, "address") ?? reply;
    documents.bag.add("fixed-reply-address", placeOf(node), { channel: ownChannel.name, address: ownChannel.address }, [
      { message: `Channel "${ownChannel.name}" is here`, location: ownChannel.origin },
    ]);
  }
  return {
    messages: messagesAt(setting, reply, replyChannel),
    ...(replyChannel === undefined ? {} : { channel: replyChannel.id }),
    ...(address === undefined ? {} : { address }),
    origin: { file: reply.file, pointer: pointerOf(reply), range: labelOf(reply) },
  };
}

function replyAddress(setting: OperationSetting, reply: MapNode): string | undefined {
  const { documents } = setting.lowering;
  const address = mapAt(documents, reply, "address");
  if (address !== undefined) checkKeys(documents, address, replyAddressKeys);
  if (address !== undefined && valueOf(address, "location") === undefined) reportMissing(documents, address, "location");
  return address === undefined ? undefined : expressionAt(documents, address);
}
