import { type Code, concat, type Fragment, memberName, objectType, type SchemaId, stringLiteral, union } from "@parley/compiler";
import { requiredOf } from "./constant.js";
import { lookUpProperty, nameIn } from "./party-correlation.js";
import type { PartiesPlan, PartyChannel, PartyMessage, PartyOperation } from "./parties.js";
import { partyType } from "./party-symbols.js";
import { typeOf } from "./plan.js";

/** What a program says of a payload: the runtime writes correlation ids that it leaves out. */
export function saidPayload(of: PartiesPlan, messages: readonly PartyMessage[], writes: boolean): Code {
  const shared = of.shared.get(messages);
  return shared === undefined ? eachSaid(of, messages, writes) : concat((writes ? shared.said : undefined) ?? shared.told);
}

/** What it is told. */
export function toldPayload(of: PartiesPlan, messages: readonly PartyMessage[]): Code {
  const shared = of.shared.get(messages);
  return shared === undefined ? eachTold(of, messages) : concat(shared.told);
}

export function eachSaid(of: PartiesPlan, messages: readonly PartyMessage[], writes: boolean): Code {
  return anyOf(messages.map((each) => without(payloadType(of, each), writes ? ownKeys(of, each, "payload") : [])));
}

export function eachTold(of: PartiesPlan, messages: readonly PartyMessage[]): Code {
  return anyOf(messages.map((each) => concat(payloadType(of, each))));
}

export function toldHeaders(of: PartiesPlan, messages: readonly PartyMessage[]): Code {
  return anyOf(messages.map(({ message }) => (message.headers === undefined ? concat(noHeaders) : concat(typeOfSchema(of, message.headers)))));
}

const noHeaders = "object";

/** The headers that a program gives with a message; undefined where none are declared. `fills` are those that the runtime writes. */
export function saidHeaders(of: PartiesPlan, messages: readonly PartyMessage[], fills: readonly string[]): { readonly type: Code; readonly required: boolean } | undefined {
  const declared = messages.filter(({ message }) => message.headers !== undefined);
  if (declared.length === 0) return undefined;
  const types = declared.map((each) => {
    const keys = [...ownKeys(of, each, "headers"), ...fills];
    return { type: without(typeOfSchema(of, each.message.headers ?? ""), keys), required: needs(of, each, keys) };
  });
  return { type: anyOf(types.map(({ type }) => type)), required: types.length === messages.length && types.every(({ required }) => required) };
}

/** The header that says where the reply goes, which the runtime writes. */
export function replyHeader({ operation }: PartyOperation): readonly string[] {
  const [part, pointer] = (operation.reply?.address ?? "").split("#");
  const name = nameIn(pointer);
  return part === "$message.header" && name !== undefined ? [name] : [];
}

/** How an open address is said: its parameters, or all of it. */
export function addressType({ channel, parameters }: PartyChannel): Fragment {
  return channel.address === undefined ? "string" : (parameters ?? "never");
}

/** `{ readonly a: A; readonly b?: B }` */
export function members(all: readonly { readonly name: string; readonly type: Fragment; readonly required: boolean }[]): Code {
  return objectType(all.map(({ name, type, required }) => concat("readonly ", memberName(name), required ? "" : "?", ": ", type)));
}

function payloadType(of: PartiesPlan, { message }: PartyMessage): Fragment {
  return message.payload === undefined ? "unknown" : typeOfSchema(of, message.payload);
}

function typeOfSchema({ plan }: PartiesPlan, schema: SchemaId): Fragment {
  return plan.declarationOf(schema)?.type ?? typeOf(plan, schema);
}

function ownKeys({ plan }: PartiesPlan, { message }: PartyMessage, part: "payload" | "headers"): readonly string[] {
  const found = lookUpProperty(plan.protocol, message);
  return found?.in === part ? [found.name] : [];
}

/** True where a message has headers that must be there and that nobody but the program can write. */
function needs({ plan }: PartiesPlan, { message }: PartyMessage, keys: readonly string[]): boolean {
  return message.headers !== undefined && requiredOf(plan.protocol, message.headers).some((name) => !keys.includes(name));
}

function without(type: Fragment, keys: readonly string[]): Code {
  return keys.length === 0 ? concat(type) : concat(partyType("Without"), "<", type, ", ", union([...new Set(keys)].map(stringLiteral)), ">");
}

function anyOf(types: readonly Code[]): Code {
  const seen = new Set<string>();
  const each = types.filter((type) => {
    const key = JSON.stringify(type.parts);
    return !seen.has(key) && seen.add(key);
  });
  return each.length === 0 ? concat("never") : union(each);
}
