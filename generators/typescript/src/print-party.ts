import {
  access, blocks, type Code, code, type CodeModule, concat, documented, type Fragment, isEmpty, jsDoc, listLiteral, memberName, objectLiteral, parameters,
  property, propertyKey, stringLiteral,
} from "@parley/compiler";
import { overSockets } from "./party-schemes.js";
import type { PartiesPlan, Party, PartyOperation } from "./parties.js";
import { connectionMembers } from "./party-connection.js";
import { partyType, partyValue } from "./party-symbols.js";
import { addressType, members, replyHeader, saidHeaders, saidPayload, toldHeaders, toldPayload } from "./party-types.js";

/** Prints the file of one role: what it starts, a handler for all that it may be sent, and how it begins. */
export function printParty(of: PartiesPlan, party: Party): CodeModule {
  const { side, handlers, options, start, connect, connectOptions } = party;
  const connects = !party.role.accepts && overSockets(of.plan.protocol);
  const hears = listens(party);
  const given = concat(...(hears ? ["handlers, "] : []), "options");
  const body = blocks(
    hears ? printHandlers(of, party) : "",
    documented(
      jsDoc(`What the ${party.role.name} of ${of.plan.protocol.title} may start.`),
      code`
        export interface ${side} extends AsyncDisposable {
          ${party.starts.map((operation) => printMember(of, party, operation))}
          /** Ends it and its transport; requests that wait for a reply are rejected. */
          close(): Promise<void>;
        }
      `,
    ),
    printOptions(of, party),
    documented(
      jsDoc("Takes part over a transport: a WebSocket, a broker, one of your own."),
      code`
        export async function ${start}(
          transport: ${partyType("MessageTransport")},
          ${hears ? concat("handlers: ", handlers, ",") : ""}
          options: ${options}${isFree(party) ? " = {}" : ""},
        ): Promise<${side}> {
          const part = ${printPart(party)};
          const party = await ${partyValue("Party")}.start(transport, part, options${party.open.length === 0 ? "" : ", { ...options.channels }"});
          return {
            ${party.starts.map((operation) => printImplementation(of, party, operation))}
            close: () => party.close(),
            [Symbol.asyncDispose]: () => party.close(),
          };
        }
      `,
    ),
    ...(connects ? [printConnectionOptions(of, party), printConnect(of, party, given)] : []),
  );
  const types = [side, options, ...(hears ? [handlers] : []), ...(connects ? [connectOptions, connect] : []), start];
  return { path: party.file, body, exports: types };
}

function listens(party: Party): boolean {
  return party.answers.length > 0 || party.starts.some(({ reply }) => reply !== undefined);
}

function printHandlers(of: PartiesPlan, { handlers, answers, role }: Party): Code {
  const rows = answers.map((operation) => {
    const taken = [concat("message: ", toldPayload(of, operation.messages)), concat("incoming: ", incomingType(of, operation))];
    return documented(docOf(operation), code`${memberName(operation.name)}${parameters(taken)}: ${answerType(of, operation)};`);
  });
  return documented(
    jsDoc(`A handler for everything that a ${role.name} may be sent: one that is missing does not compile.`),
    rows.length === 0
      ? code`export type ${handlers} = ${partyType("FaultHandlers")};`
      : code`
          export interface ${handlers} extends ${partyType("FaultHandlers")} {
            ${rows}
          }
        `,
  );
}

function incomingType(of: PartiesPlan, { channel, messages }: PartyOperation): Code {
  const hasHeaders = messages.some(({ message }) => message.headers !== undefined);
  if (!hasHeaders && channel.parameters === undefined) return concat(partyType("Incoming"));
  const headers = hasHeaders ? toldHeaders(of, messages) : concat("object");
  return concat(partyType("Incoming"), "<", headers, ...(channel.parameters === undefined ? [] : [", ", channel.parameters]), ">");
}

function answerType(of: PartiesPlan, { reply }: PartyOperation): Code {
  if (reply === undefined) return concat("void | Promise<void>");
  const payload = saidPayload(of, reply.messages, true);
  const headers = saidHeaders(of, reply.messages, []);
  const framed = headers && concat(partyType("WithHeaders"), "<", payload, ", ", headers.type, ">");
  const answer = framed === undefined ? payload : headers?.required === true ? framed : concat(payload, " | ", framed);
  return concat(partyType("Answer"), "<", answer, ">");
}

function printMember(of: PartiesPlan, party: Party, operation: PartyOperation): Code {
  const { reply } = operation;
  const sending = sendingType(of, party, operation);
  const answer = reply === undefined ? concat("void") : toldPayload(of, reply.messages);
  const taken = [
    concat("message: ", saidPayload(of, operation.messages, reply !== undefined)),
    ...(sending === undefined ? [] : [concat("sending", sending.required ? "" : "?", ": ", sending.type)]),
  ];
  return documented(
    docOf(operation),
    code`${memberName(operation.name)}${parameters(taken)}: Promise<${answer}>;`,
  );
}

/** What is said beside the payload: where it goes, its headers, how long a reply is waited for. */
function sendingType(of: PartiesPlan, party: Party, operation: PartyOperation): { readonly type: Code; readonly required: boolean } | undefined {
  const { channel } = operation;
  const isOpen = channel.channel.address === undefined || channel.parameters !== undefined;
  const isSaid = party.open.includes(channel) || channel.channel.parameters.every((parameter) => parameter.in !== "address" || !parameter.required);
  const headers = saidHeaders(of, operation.messages, operation.reply === undefined ? [] : replyHeader(operation));
  const rows = [
    ...(isOpen ? [{ name: "at", type: addressType(channel), required: channel.channel.address === undefined ? !party.open.includes(channel) : !isSaid }] : []),
    ...(headers === undefined ? [] : [{ name: "headers", type: headers.type, required: headers.required }]),
  ];
  const calls = operation.reply === undefined ? [] : [concat({ name: "CallOptions", from: "@parley/runtime", kind: "type" as const })];
  const parts = [...calls, ...(rows.length === 0 ? [] : [members(rows)])];
  if (parts.length === 0) return undefined;
  return { type: concat(...parts.flatMap((part, index) => (index === 0 ? [part] : [" & ", part]))), required: rows.some(({ required }) => required) };
}

function printImplementation(of: PartiesPlan, party: Party, operation: PartyOperation): Code {
  const act = operation.reply === undefined ? "send" : "request";
  const sending = sendingType(of, party, operation) === undefined ? "" : ", sending";
  return code`${propertyKey(operation.name)}: (message${sending}) => party.${act}(${operation.table}, message${sending}),`;
}

function printPart(party: Party): Code {
  const answers = party.answers.map((operation) =>
    concat(partyValue("answering"), "(", operation.table, ", (message, incoming) => ", access("handlers", operation.name), "(message, incoming))"),
  );
  return objectLiteral([
    property("starts", listLiteral(party.starts.map(({ table }) => table))),
    property("answers", listLiteral(answers)),
    ...(listens(party) ? [property("faults", "handlers")] : []),
    ...(party.role.accepts && party.open.length > 0 ? [property("anywhere", "true")] : []),
  ]);
}

function printOptions(of: PartiesPlan, party: Party): Code {
  const doc = jsDoc(`How the ${party.role.name} takes part.`);
  if (party.open.length === 0) return documented(doc, code`export type ${party.options} = ${partyType("PartyOptions")};`);
  const rows = party.open.map((each) => ({ name: each.channel.name, type: partial(of, party, each), required: mustSay(party, each) }));
  return documented(
    doc,
    code`
      export interface ${party.options} extends ${partyType("PartyOptions")} {
        /** Where channels are whose address is open; what is left out may be anything. */
        readonly channels${isFree(party) ? "?" : ""}: ${members(rows)};
      }
    `,
  );
}

/** Who accepts may listen to all that an address leaves open. */
function partial(_: PartiesPlan, party: Party, channel: Party["open"][number]): Fragment {
  return party.role.accepts && channel.parameters !== undefined ? concat("Partial<", channel.parameters, ">") : addressType(channel);
}

function mustSay(party: Party, { channel }: Party["open"][number]): boolean {
  if (party.role.accepts) return false;
  return channel.address === undefined || channel.parameters.some((parameter) => parameter.in === "address" && parameter.required);
}

function isFree(party: Party): boolean {
  return !party.open.some((each) => mustSay(party, each));
}

function printConnectionOptions(of: PartiesPlan, party: Party): Code {
  const rows = connectionMembers(of);
  return documented(
    jsDoc("How to connect, and to take part."),
    code`
      export interface ${party.connectOptions} extends ${party.options}, Omit<${partyType("SocketOptions")}, "url"${rows.query === undefined ? "" : ' | "query"'}> {
        ${rows.members}
      }
    `,
  );
}

function printConnect(of: PartiesPlan, party: Party, given: Code): Code {
  const { server, subprotocol } = connectionMembers(of);
  const free = isFree(party) && server !== undefined && !connectionMembers(of).demandsCredentials;
  const secured = of.schemes.length === 0 ? "" : code`, { carriers: ${of.carriers}, credentials: { ...options.credentials } }`;
  const settings = [
    ...(subprotocol === undefined ? [] : [property("subprotocol", stringLiteral(subprotocol))]),
    ...(server === undefined ? [] : [property("url", stringLiteral(server))]),
  ];
  const sockets = settings.length === 0 ? concat("options") : objectLiteral([...settings, concat("...options")]);
  return documented(
    jsDoc("Opens the WebSockets that it needs, and takes part.\n@throws {ConnectionError}"),
    code`
      export async function ${party.connect}(
        ${listens(party) ? concat("handlers: ", party.handlers, ",") : ""}
        options: ${party.connectOptions}${free ? " = {}" : ""},
      ): Promise<${party.side}> {
        const sockets = ${partyValue("openSockets")}(${sockets}${secured});
        return ${party.start}(sockets, ${given});
      }
    `,
  );
}

function docOf({ operation, see }: PartyOperation): Code {
  const texts = [operation.summary, operation.description].filter((text) => text !== undefined);
  const doc = jsDoc(texts.join("\n\n"), see);
  return isEmpty(doc) ? concat() : doc;
}
