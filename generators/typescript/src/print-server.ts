import {
  access, blocks, code, type Code, type CodeModule, type CodeSymbol, concat, documented, jsDoc, memberName, pascalCase, stringLiteral,
} from "@parley/compiler";
import type { Call } from "./call.js";
import { answerType, anyMessage, callFiles, fieldsType, messageType, problemType, receivedBy, runtimeType, runtimeValue } from "./call-types.js";
import { type MessageField, messageFields } from "./message-fields.js";
import type { InterfacePlan } from "./plan-interface.js";
import { callMember, docOf, type Member } from "./print-member.js";
import { inWords, printSide, sideName } from "./print-side.js";
import { printStates, stateType } from "./print-states.js";
import { isSilent } from "./role-view.js";

const file = callFiles.server;

/** Prints `server.ts`: the handlers of the accepting role, its connections, and how it serves them. */
export function printServer(of: InterfacePlan): CodeModule {
  const { protocol } = of.plan;
  const { connection: machine, role } = of.server;
  const names: ServerNames = {
    handlers: of.symbol(file, `${pascalCase(role.name)}Handlers`),
    connection: of.symbol(file, "Connection"),
    server: of.symbol(file, `${pascalCase(protocol.name)}Server`),
    options: of.symbol(file, "ServeOptions"),
    serve: of.symbol(file, `serve${pascalCase(protocol.name)}`, "value"),
  };
  const states = machine === undefined ? [] : [stateType(of, machine, file)];
  return {
    path: file,
    body: blocks(
      machine === undefined ? "" : printStates(of, machine, file),
      handlersInterface(of, names),
      connectionInterface(of, names),
      serveFunction(of, names),
      printSide(of, of.server),
      connectionFunction(of, names),
      receives(of, "request") ? routeFunction(of, names, "request") : "",
      receives(of, "notification") ? routeFunction(of, names, "notification") : "",
    ),
    exports: [...states, names.handlers, names.connection, names.server, names.options, names.serve],
  };
}

interface ServerNames {
  readonly handlers: CodeSymbol;
  readonly connection: CodeSymbol;
  readonly server: CodeSymbol;
  readonly options: CodeSymbol;
  readonly serve: CodeSymbol;
}

function handlersInterface(of: InterfacePlan, { handlers, connection }: ServerNames): Code {
  const from = code`from: ${connection}<Context>`;
  const members = of.server.received.filter((call) => !isSilent(of.server, call)).map((call) => {
    const optional = isOptional(of, call) ? "?" : "";
    const name = memberName(call.serverName) + optional;
    const message = messageType(of, call.message);
    const signature =
      call.kind === "request" && !of.server.accepted.has(call.method)
        ? code`${name}(request: ${message}, ${from}, call: ${runtimeType("IncomingCall")}): ${runtimeType("Answered")}<${answerType(of, call)}, ${problemType(of, call)}>;`
        : code`${name}(${call.kind}: ${message}, ${from}): void;`;
    return documented(docOf(of, call), signature);
  });
  return documented(
    jsDoc(`What a ${inWords(of.server.role.name)} does about each message it receives. \`Context\` is the program's own, kept at the connection.`),
    code`
      export interface ${handlers}<Context> {
        ${members}
        ${of.server.lasts ? lastingHandlers(connection) : ""}
        /** The connection is over. */
        closed?(${from}, cause: ${runtimeType("CloseCause")}): void;
      }
    `,
  );
}

function lastingHandlers(connection: CodeSymbol): Code {
  return code`
    /** The connection is lost. It is waited for: sessions go on, and what may be sent is kept. */
    lost?(from: ${connection}<Context>): void;
    /**
     * It is back, on another transport: connection and context are those of before. \`by\` is the connection on which that was asked for; it
     * was good for that alone, is not heard of again, and its context holds what was learnt on it.
     */
    resumed?(from: ${connection}<Context>, by: ${connection}<Context>): void;
  `;
}

function connectionInterface(of: InterfacePlan, { connection }: ServerNames): Code {
  const { connection: machine } = of.server;
  return documented(
    jsDoc(`One connection of a ${inWords(of.server.remote.name)}, and what may be sent on it.`),
    code`
      export interface ${connection}<Context> {
        /** The program's own. */
        context: Context;
        /** The state of the connection. */
        readonly state: ${machine === undefined ? "string" : stateType(of, machine, file)};
        ${of.server.lasts ? "/** How long the last sign of life took, in milliseconds, as measured here or told by the other end. */\nreadonly roundTrip: number | undefined;" : ""}
        ${sentMembers(of).map((member) => member.declaration)}
        /** Ends all sessions and the connection. */
        close(code?: number, reason?: string): Promise<void>;
      }
    `,
  );
}

function serveFunction(of: InterfacePlan, { handlers, connection, server, options, serve }: ServerNames): Code {
  const all = anyMessage(of);
  const received = receivedBy(of, of.server);
  const kind = memberName(of.envelope.kind);
  return blocks(
    documented(jsDoc("How to serve."), code`export type ${options}<Context> = ${runtimeType("ServiceOptions")}<${connection}<Context>, ${all}>;`),
    documented(jsDoc("The connections that are served."), code`export type ${server}<Context> = ${runtimeType("Server")}<${connection}<Context>, Context>;`),
    documented(
      jsDoc("Serves on the transports that are given to `accept`. Every message that has to be answered has a handler: a missing one does not compile."),
      code`
        export function ${serve}<Context>(
          handlers: ${handlers}<Context>,
          options: ${options}<Context> = {},
        ): ${server}<Context> {
          const service: ${runtimeType("Service")}<${connection}<Context>, Context> = {
            connection: connectionOf,
            ${receives(of, "request") ? "request: (message, from, call) => answer(handlers, message as IncomingRequest, from, call)," : "request: () => undefined,"}
            ${receives(of, "notification") ? "notification: (message, from) => take(handlers, message as IncomingNotification, from)," : "notification: () => undefined,"}
            closed: (from, cause) => handlers.closed?.(from, cause),
            ${of.server.lasts ? "lost: (from) => handlers.lost?.(from),\nresumed: (from, by) => handlers.resumed?.(from, by)," : ""}
          };
          return ${runtimeValue("serve")}(${sideName(of.server)}, service, options);
        }

        ${receives(of, "request") ? code`type IncomingRequest = Extract<${received}, { readonly ${kind}: "request" }>;` : ""}
        ${receives(of, "notification") ? code`type IncomingNotification = Extract<${received}, { readonly ${kind}: "notification" }>;` : ""}
      `,
    ),
  );
}

function connectionFunction(of: InterfacePlan, { connection }: ServerNames): Code {
  const { connection: machine } = of.server;
  return code`
    function connectionOf<Context>(calls: ${runtimeType("Calls")}, context: Context): ${connection}<Context> {
      return {
        context,
        get state() {
          return calls.state${machine === undefined ? "" : concat(" as ", stateType(of, machine, file))};
        },
        ${of.server.lasts ? "get roundTrip() {\n  return calls.roundTrip;\n}," : ""}
        ${sentMembers(of).map((member) => member.implementation)}
        close: (code, reason) => calls.close(code, reason),
      };
    }
  `;
}

/** Everything that the role may send, under its name on the wire, with the keys of its session among the fields. */
function sentMembers(of: InterfacePlan): readonly Member[] {
  const { protocol } = of.plan;
  const keys = new Set((protocol.behaviour?.machines ?? []).flatMap((machine) => machine.instance));
  const keyFields = (call: Call): readonly MessageField[] => messageFields(protocol, call.message).filter((field) => keys.has(field.name) && !field.own);
  return of.server.sent.map((call) => {
    const { argument: _argument, ...plain } = call;
    return callMember(of, { ...plain, name: call.serverName, fields: [...call.fields, ...keyFields(call)] }, fieldsType(of, call), "calls");
  });
}

/** What is told of the connection itself may be left unheard; what belongs to a session may not. */
function isOptional(of: InterfacePlan, call: Call): boolean {
  return call.kind === "notification" && of.server.ofConnection.events.includes(call);
}

/** False where the role is sent nothing of a kind: then nothing has to be routed. */
function receives(of: InterfacePlan, kind: Call["kind"]): boolean {
  return of.server.received.some((call) => call.kind === kind);
}

/** One switch on the method leads each message to its handler. */
function routeFunction(of: InterfacePlan, { handlers, connection }: ServerNames, kind: Call["kind"]): Code {
  const calls = of.server.received.filter((call) => call.kind === kind);
  const cases = calls.map((call) => {
    const optional = isOptional(of, call) ? "?." : "";
    const handler = access("handlers", call.serverName);
    const answers = kind === "request" && !of.server.accepted.has(call.method);
    const result = isSilent(of.server, call) ? "undefined" : `${handler}${optional}(message, from${answers ? ", call" : ""})`;
    return code`
      case ${stringLiteral(call.method)}:
        return ${result};
    `;
  });
  const [name, type, result] =
    kind === "request" ? ["answer", "IncomingRequest", code`${runtimeType("Answered")}<object, string> | void`] : ["take", "IncomingNotification", "void"];
  return code`
    function ${name}<Context>(
      handlers: ${handlers}<Context>,
      message: ${type},
      from: ${connection}<Context>,
      ${kind === "request" ? concat("call: ", runtimeType("IncomingCall"), ",") : ""}
    ): ${result} {
      switch (${access("message", of.envelope.method)}) {
        ${cases}
      }
    }
  `;
}
