import { asMap, asText, checkKeys, itemsAt, mapAt, reportMissing, textAt, textsAt, wordAt } from "../document/reader.js";
import { follow, placeOf } from "../document/resolve.js";
import type { Channel, ChannelId } from "../model/channel.js";
import type { MessageId } from "../model/message.js";
import type { Operation, Reply, SecurityRequirement } from "../model/operation.js";
import { labelOf, pointerOf, valueOf, type MapNode, type Node } from "../source/node.js";
import type { ChannelTable } from "./asyncapi-channel.js";
import { operationKeys, replyKeys } from "./asyncapi-keys.js";
import type { MessageTable } from "./asyncapi-message.js";
import type { Lowering } from "./lowering.js";
import { idOf, originOf } from "./origin-of.js";
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
  /** What holds where an operation says nothing of its own. */
  readonly security: readonly SecurityRequirement[];
}

/** Lowers one entry of `operations`. */
export function lowerOperation(setting: OperationSetting, entry: Node, name: string): Operation | undefined {
  const { documents } = setting.lowering;
  const written = asMap(documents, entry);
  if (written === undefined) return undefined;
  const map = withTraits(documents, written);
  checkKeys(documents, map, operationKeys);
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
    security: valueOf(map, "security") === undefined ? setting.security : securityAt(setting.lowering, map),
    problems: textsAt(documents, map, "x-parley-problems"),
  };
}

/** The name of a role; where the document declares its roles, one of these. One that is none is told here, and not again wherever it would act. */
function roleAt({ lowering: { documents }, roles }: OperationSetting, map: MapNode, key: string): string | undefined {
  return roles.declared === undefined ? textAt(documents, map, key) : wordAt(documents, map, key, roles.declared);
}

/** The `security` of a server or an operation: any one of the schemes will do. */
export function securityAt(lowering: Lowering, map: MapNode): readonly SecurityRequirement[] {
  const { documents } = lowering;
  return itemsAt(documents, map, "security").flatMap((item) => {
    const scheme = asMap(documents, item);
    if (scheme === undefined) return [];
    return [[{ scheme: String(scheme.key), scopes: textsAt(documents, scheme, "scopes") }]];
  });
}

function present<T extends { readonly [key: string]: string | undefined }>(texts: T): { readonly [Key in keyof T]?: string } {
  return Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== undefined)) as { readonly [Key in keyof T]?: string };
}

function channelAt(setting: OperationSetting, map: MapNode): Channel | undefined {
  const node = valueOf(map, "channel");
  const found = node && follow(setting.lowering.documents, node);
  if (found === undefined) return undefined;
  const id: ChannelId | undefined = setting.channels.add(found, String(found.key));
  return id === undefined ? undefined : setting.channels.channels.get(id);
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
  const node = address && valueOf(address, "location");
  if (address !== undefined && node === undefined) reportMissing(documents, address, "location");
  const location = asText(documents, node);
  if (node === undefined || location === undefined) return undefined;
  if (/^\$message\.(payload|header)#(\/.*)?$/.test(location)) return location;
  documents.bag.add("invalid-expression", placeOf(node), { expression: location });
  return undefined;
}
