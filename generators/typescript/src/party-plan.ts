import { camelCase, type ChannelId, type CodeSymbol, type Diagnostic, diagnostic, kebabCase, type MessageId, pascalCase } from "@parley/compiler";
import { MemberNames, Names } from "./naming.js";
import { partyFiles, type PartiesPlan, type Party, type PartyChannel, type PartyMessage, type PartyOperation } from "./parties.js";
import { planShared } from "./party-shared.js";
import { planPartySchemes } from "./party-schemes.js";
import { planSigns } from "./party-signs.js";
import { type Plan, seeOf } from "./plan.js";

/** Undefined for a protocol without operations on channels. */
export function planParties(plan: Plan, report: (found: Diagnostic) => void): PartiesPlan | undefined {
  const { protocol } = plan;
  const prefix = pascalCase(protocol.name) || "Messages";
  const locals = new Names();
  const value = (wish: string): CodeSymbol => ({ name: locals.give(wish, [], "operations.ts").name, from: partyFiles.operations, kind: "value" });
  const typeIn = (from: string, wish: string): CodeSymbol => ({ name: plan.names.give(wish, [], `${from} of the generated code`).name, from, kind: "type" });

  const channels = new Map<ChannelId, PartyChannel>();
  const channelOf = (id: ChannelId | undefined): PartyChannel | undefined => {
    const channel = id === undefined ? undefined : protocol.channels.get(id);
    if (channel === undefined) return undefined;
    const known = channels.get(channel.id);
    if (known !== undefined) return known;
    const hasParameters = channel.address !== undefined && channel.parameters.some((parameter) => parameter.in === "address");
    const planned: PartyChannel = {
      channel,
      table: value(suffixed(channel.name, "Channel")),
      ...(hasParameters ? { parameters: typeIn(partyFiles.operations, `${pascalCase(channel.name)}Parameters`) } : {}),
    };
    channels.set(channel.id, planned);
    return planned;
  };
  const signs = planSigns(protocol);
  const messages = new Map<MessageId, PartyMessage>();
  const lists = new Map<readonly MessageId[], readonly PartyMessage[]>();
  const messagesOf = (ids: readonly MessageId[]): readonly PartyMessage[] => {
    const list = lists.get(ids) ?? planMessages(ids);
    lists.set(ids, list);
    return list;
  };
  const planMessages = (ids: readonly MessageId[]): readonly PartyMessage[] =>
    ids.flatMap((id) => {
      const message = protocol.messages.get(id);
      if (message === undefined) return [];
      const known = messages.get(id) ?? { message, table: value(suffixed(message.name, "Message")), signs: signs.get(id) ?? [] };
      messages.set(id, known);
      return [known];
    });

  const names = new MemberNames(["close", "onInvalid", "onUnknown"]);
  const operations = [...protocol.operations.values()].flatMap((operation): PartyOperation[] => {
    const channel = channelOf(operation.channel);
    if (channel === undefined || operation.http !== undefined) return [];
    const wish = operation.call ?? (camelCase(operation.name) || operation.name);
    const { name, why } = names.give(wish);
    if (why !== undefined) report(diagnostic("name-changed", operation.origin, { target: "TypeScript", wanted: wish, given: name, why }));
    const replyChannel = operation.reply && (channelOf(operation.reply.channel) ?? channel);
    return [{
      operation,
      name,
      table: value(suffixed(name, "Operation")),
      channel,
      messages: messagesOf(operation.messages),
      ...(operation.reply === undefined || replyChannel === undefined ? {} : { reply: { channel: replyChannel, messages: messagesOf(operation.reply.messages) } }),
      see: seeOf(plan, operation.origin),
    }];
  });
  if (operations.length === 0) return undefined;
  const shared = planShared(plan, operations, {
    value: (channel) => value(suffixed(channel.name, "Messages")),
    type: (channel, prefix = "") => typeIn(partyFiles.operations, `${prefix}${pascalCase(channel.name)}Payload`),
  });

  const twoRoles = protocol.roles.length === 2 && protocol.roles.filter((role) => role.accepts).length === 1;
  const parties = protocol.roles.map((role): Party => {
    const file = twoRoles ? (role.accepts ? partyFiles.server : partyFiles.client) : `${kebabCase(role.name) || "role"}.ts`;
    const name = prefix + (twoRoles ? (role.accepts ? "Server" : "Client") : pascalCase(role.name));
    const starts = operations.filter(({ operation }) => operation.initiator === role.name);
    const answers = operations.filter(({ operation }) => operation.responder === role.name);
    const listened = new Set([...answers.map(({ channel }) => channel), ...starts.flatMap(({ reply }) => reply?.channel ?? [])]);
    const side = typeIn(file, name);
    const valueIn = (verb: string): CodeSymbol => ({ name: `${verb}${side.name}`, from: file, kind: "value" });
    return {
      role,
      file,
      side,
      handlers: typeIn(file, `${name}Handlers`),
      options: typeIn(file, `${name}Options`),
      start: valueIn("start"),
      connectOptions: typeIn(file, `${name}Connection`),
      connect: valueIn("connect"),
      starts,
      answers,
      open: [...listened].filter(({ channel, parameters }) => channel.address === undefined || parameters !== undefined),
    };
  });
  return {
    plan,
    prefix,
    channels: [...channels.values()],
    messages: [...messages.values()],
    operations,
    shared,
    parties: parties.filter((party) => party.starts.length + party.answers.length > 0),
    schemes: planPartySchemes(protocol, report),
    carriers: value(`${camelCase(prefix)}Carriers`),
  };
}

/** `roomChannel`; what is called so already is not called so twice. */
function suffixed(name: string, suffix: string): string {
  const base = camelCase(name);
  return base.toLowerCase().endsWith(suffix.toLowerCase()) && base.length > suffix.length ? base : (base || "some") + suffix;
}
