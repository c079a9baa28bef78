import { code, type Code, type CodeModule, type CodeSymbol, concat, documented, blocks, jsDoc, listLiteral, literal, memberName, type Message, objectLiteral, property, type SchemaId, stringLiteral, union } from "@parley/compiler";
import { lookUpProperty } from "./party-correlation.js";
import { type PartiesPlan, type PartyChannel, partyFiles, type PartyMessage, type PartyOperation, type SharedMessages } from "./parties.js";
import { partyType, partyValue } from "./party-symbols.js";
import { eachSaid, eachTold } from "./party-types.js";
import { seeOf } from "./plan.js";

/** Prints `operations.ts`: what clients and servers have to know of channels, messages and operations. */
export function printPartyTables(of: PartiesPlan): CodeModule {
  const types = of.channels.filter((each) => each.parameters !== undefined);
  const payloads = [...of.shared.values()].flatMap(({ told, said }) => [told, ...(said === undefined ? [] : [said])]);
  const body = blocks(
    types.map((each) => printParameters(of, each)),
    of.channels.map((each) => printChannel(each)),
    of.messages.map((each) => printMessage(of, each)),
    [...of.shared].map(([messages, shared]) => printShared(of, messages, shared)),
    of.operations.map((each) => printOperation(of, each)),
    of.schemes.length === 0 ? "" : printCarriers(of),
  );
  return { path: partyFiles.operations, body, exports: [...types.flatMap(({ parameters }) => parameters ?? []), ...payloads, ...(of.schemes.length === 0 ? [] : [of.carriers])] };
}

function printCarriers({ schemes, carriers }: PartiesPlan): Code {
  const rows = objectLiteral(schemes.map(({ scheme, carrier }) => property(scheme.name, literal(carrier))));
  const doc = jsDoc("Where credentials travel when a WebSocket is opened, by security scheme: for whoever reads them with `readCredentials` too.");
  return documented(doc, code`export const ${carriers}: Readonly<Record<string, ${partyType("Carrier")}>> = ${rows};`);
}

function printParameters(of: PartiesPlan, { channel, parameters }: PartyChannel): Code {
  const members = channel.parameters.flatMap((parameter) => {
    if (parameter.in !== "address") return [];
    const type = parameter.enum === undefined ? concat("string") : union(parameter.enum.map(stringLiteral));
    return [documented(jsDoc(parameter.description), concat("readonly ", memberName(parameter.name), parameter.required ? "" : "?", ": ", type, ";"))];
  });
  return documented(
    jsDoc(`What the address of \`${channel.name}\` leaves open: ${JSON.stringify(channel.address)}.`, seeOf(of.plan, channel.origin)),
    code`
      export interface ${parameters ?? "never"} {
        ${members}
      }
    `,
  );
}

function printChannel({ channel, table }: PartyChannel): Code {
  const defaults = channel.parameters.flatMap((parameter) => (parameter.in === "address" && parameter.default !== undefined ? [property(parameter.name, stringLiteral(parameter.default))] : []));
  // What there is to say of a WebSocket is said in the types.
  const bindings = Object.entries(channel.bindings ?? {}).flatMap(([wire, binding]) => (wire === "ws" ? [] : [property(wire, literal(binding))]));
  const entries = [
    property("name", stringLiteral(channel.name)),
    ...(channel.address === undefined ? [] : [property("address", stringLiteral(channel.address))]),
    ...(defaults.length === 0 ? [] : [property("defaults", objectLiteral(defaults))]),
    ...(bindings.length === 0 ? [] : [property("bindings", objectLiteral(bindings))]),
  ];
  return declare(table, "ChannelTable", objectLiteral(entries));
}

function printMessage(of: PartiesPlan, { message, table, signs }: PartyMessage): Code {
  const judged = validatorsOf(of, message.payload);
  const headers = validatorsOf(of, message.headers);
  const { correlation } = message;
  const entries = [
    property("name", stringLiteral(message.name)),
    property("contentType", stringLiteral(message.contentType)),
    ...(judged === undefined ? [concat("...", partyValue("anyPayload"))] : [property("is", judged.is), property("explain", judged.explain)]),
    ...(headers === undefined ? [] : [property("headers", objectLiteral([property("is", headers.is), property("explain", headers.explain)]))]),
    ...(correlation === undefined
      ? []
      : [property("correlation", literal({ in: correlation.in, pointer: correlation.pointer, type: correlationType(of, message) }))]),
    ...(signs.length === 0 ? [] : [property("signs", listLiteral(signs.map((sign) => literal({ in: sign.in, pointer: sign.pointer, values: sign.values }))))]),
  ];
  return declare(table, "MessageTable", objectLiteral(entries));
}

function correlationType({ plan }: PartiesPlan, message: Message): "string" | "number" {
  const types = lookUpProperty(plan.protocol, message)?.types ?? [];
  return types.length > 0 && types.every((type) => type === "integer" || type === "number") ? "number" : "string";
}

function validatorsOf({ plan }: PartiesPlan, schema: SchemaId | undefined): { readonly is: CodeSymbol; readonly explain: CodeSymbol } | undefined {
  return schema === undefined ? undefined : plan.declarationOf(schema);
}

function printShared(of: PartiesPlan, messages: readonly PartyMessage[], { channel: { channel }, table, told, said }: SharedMessages): Code {
  return blocks(
    documented(jsDoc(`What the messages of \`${channel.name}\` hold, where an operation names none of them.`), code`export type ${told} = ${eachTold(of, messages)};`),
    said === undefined ? "" : documented(jsDoc("The same without the correlation ids that are written for whoever leaves them out."), code`export type ${said} = ${eachSaid(of, messages, true)};`),
    code`export const ${table}: readonly ${partyType("MessageTable")}[] = ${tablesOf(messages)};`,
  );
}

function tablesOf(messages: readonly PartyMessage[]): Code {
  return listLiteral(messages.map(({ table }) => table));
}

function printOperation(of: PartiesPlan, { operation, table, channel, messages, reply }: PartyOperation): Code {
  const to = operation.reply?.address === undefined ? undefined : placeOf(operation.reply.address);
  const tables = (all: readonly PartyMessage[]): Code => {
    const shared = of.shared.get(all);
    return shared === undefined ? tablesOf(all) : concat(shared.table);
  };
  const entries = [
    property("name", stringLiteral(operation.name)),
    property("channel", channel.table),
    property("messages", tables(messages)),
    ...(reply === undefined
      ? []
      : [property("reply", objectLiteral([property("channel", reply.channel.table), property("messages", tables(reply.messages)), ...(to === undefined ? [] : [property("to", literal(to))])]))]),
  ];
  return declare(table, "OperationTable", objectLiteral(entries));
}

/** `$message.header#/replyTo`: the part of a message that a runtime expression names. */
function placeOf(expression: string): { readonly in: "headers" | "payload"; readonly pointer: string } {
  const [part = "", pointer = ""] = expression.split("#");
  return { in: part.endsWith("header") ? "headers" : "payload", pointer };
}

function declare(symbol: CodeSymbol, type: string, value: Code): Code {
  return code`export const ${symbol}: ${partyType(type)} = ${value};`;
}
