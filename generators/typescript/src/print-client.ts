import {
  blocks, camelCase, code, type Code, type CodeModule, type CodeSymbol, concat, documented, type Fragment, jsDoc, memberName, pascalCase, propertyKey, stringLiteral, union,
} from "@parley/compiler";
import type { Call } from "./call.js";
import { anyMessage, callFiles, fieldsType, grantedType, messageType, optionsType, problemType, runtimeType, runtimeValue } from "./call-types.js";
import { seeOf } from "./plan.js";
import type { InterfacePlan } from "./plan-interface.js";
import { lastingMembers } from "./print-lasting.js";
import { answerMember, callMember, docOf, docText, eventMember, handlerName, type Member } from "./print-member.js";
import { sessionSymbols } from "./print-session.js";
import { printSide, sideName } from "./print-side.js";
import { printStates, stateType } from "./print-states.js";
import type { SessionView } from "./session-view.js";

const file = callFiles.client;

/** Prints `client.ts`: how the connecting role opens a connection, and what it may do with it. */
export function printClient(of: InterfacePlan): CodeModule {
  const { protocol } = of.plan;
  const { connection, opening } = of.client;
  const client = of.symbol(file, `${pascalCase(protocol.name)}Client`);
  const options = of.symbol(file, "ConnectOptions");
  const connect = of.symbol(file, `connect${pascalCase(protocol.name)}`, "value");
  const members = clientMembers(of);
  const granted = opening === undefined ? undefined : of.client.lasts ? grantedType(of, opening) : messageType(of, opening.success);
  const connectionOptions = code`${runtimeType("ConnectionOptions")}<${anyMessage(of)}>`;

  const body = blocks(
    connection === undefined || of.client.lasts ? "" : printStates(of, connection, file),
    opening === undefined
      ? documented(jsDoc("How to connect."), code`export type ${options} = ${connectionOptions};`)
      : documented(
          jsDoc(`What \`${opening.method}\` says, and how to connect.`),
          code`export interface ${options} extends ${fieldsType(of, opening)}, ${openingOptions(of, opening)}${lastingOptions(of, opening)} {}`,
        ),
    documented(
      jsDoc(protocol.description?.trim().split(/\n\s*\n/)[0]),
      code`
        export interface ${client} extends AsyncDisposable {
          ${members.map((member) => member.declaration)}
        }
      `,
    ),
    documented(connectDoc(of), connectFunction(of, { connect, options, client, granted })),
    printSide(of, of.client),
    code`
      function ${clientMaker(of)}(endpoint: ${runtimeType("Endpoint")}${granted === undefined || of.client.lasts ? "" : concat(", granted: ", granted)}): ${client} {
        return {
          ${members.map((member) => member.implementation)}
        };
      }
    `,
  );
  return { path: file, body, exports: [...(connection === undefined || of.client.lasts ? [] : [stateType(of, connection, file)]), options, client, connect] };
}

function openingOptions(of: InterfacePlan, opening: Call): Code {
  return code`${runtimeType("OpeningOptions")}<${fieldsType(of, opening)}, ${problemType(of, opening)}, ${anyMessage(of)}>`;
}

/** How a connection is brought back that may be lost. */
function lastingOptions(of: InterfacePlan, opening: Call): Fragment {
  return of.client.lasts ? code`, ${runtimeType("LastingOptions")}<${fieldsType(of, opening)}>` : "";
}

interface ConnectNames {
  readonly connect: CodeSymbol;
  readonly options: CodeSymbol;
  readonly client: CodeSymbol;
  readonly granted: Fragment | undefined;
}

function connectFunction(of: InterfacePlan, { connect, options, client, granted }: ConnectNames): Code {
  const { opening } = of.client;
  const side = sideName(of.client);
  if (opening === undefined || granted === undefined) {
    return code`
      export async function ${connect}(url: string | URL, options: ${options} = {}): Promise<${client}> {
        return ${clientMaker(of)}(await ${runtimeValue("connect")}(${side}, url, options));
      }
    `;
  }
  const method = stringLiteral(opening.method);
  if (of.client.lasts) {
    return code`
      export async function ${connect}(url: string | URL, options: ${options}): Promise<${client}> {
        const { endpoint } = await ${runtimeValue("connectWith")}(${method}, ${side}, url, options);
        return ${clientMaker(of)}(endpoint);
      }
    `;
  }
  return code`
    export async function ${connect}(url: string | URL, options: ${options}): Promise<${client}> {
      const { endpoint, granted } = await ${runtimeValue("connectWith")}<${granted}>(${method}, ${side}, url, options);
      return ${clientMaker(of)}(endpoint, granted);
    }
  `;
}

function connectDoc(of: InterfacePlan): Code {
  const { opening } = of.client;
  if (opening === undefined) return jsDoc("Opens a connection.\n@throws {ConnectionError}");
  const refused = `@throws {ProtocolError<${problemType(of, opening).name}> | DeadlineError | ConnectionError}`;
  const { summary, description } = opening.operation;
  return docText([`Opens a connection and sends \`${opening.method}\`.`, summary, description, refused], seeOf(of.plan, opening.operation.origin));
}

function clientMaker(of: InterfacePlan): string {
  return camelCase(`${of.plan.protocol.name}-client`);
}

function clientMembers(of: InterfacePlan): readonly Member[] {
  const { opening, ofConnection, sessions } = of.client;
  const unsubscribe = runtimeType("Unsubscribe");
  return [
    ...(of.client.lasts && opening !== undefined ? lastingMembers(of, opening) : fixedMembers(of)),
    ...ofConnection.calls.map((call) => callMember(of, call, fieldsType(of, call), "endpoint")),
    ...sessions.map((view) => (view.direction === "outgoing" ? openMember(of, view) : openedMember(of, view))),
    ...ofConnection.events.map((call) => eventMember(of, call, "endpoint")),
    ...ofConnection.answers.map((call) => answerMember(of, call, "endpoint")),
    {
      name: "onClosed",
      declaration: documented(
        jsDoc("Called once when the connection is over, after its sessions; at once when it is over already."),
        code`onClosed(handler: (cause: ${runtimeType("CloseCause")}) => void): ${unsubscribe};`,
      ),
      implementation: concat("onClosed: (handler) => endpoint.onClosed(handler),"),
    },
    {
      name: "close",
      declaration: documented(jsDoc("Ends all sessions and the connection."), concat("close(): Promise<void>;")),
      implementation: concat("close: () => endpoint.close(),\n[Symbol.asyncDispose]: () => endpoint.close(),"),
    },
  ];
}

/** What a client has whose connection is never brought back. */
function fixedMembers(of: InterfacePlan): readonly Member[] {
  const { connection, opening } = of.client;
  const state = connection === undefined ? "string" : stateType(of, connection, file);
  return [
    {
      name: "state",
      declaration: documented(jsDoc("The state of the connection."), concat("readonly state: ", state, ";")),
      implementation: code`
        get state() {
          return endpoint.state${connection === undefined ? "" : concat(" as ", state)};
        },
      `,
    },
    ...(opening === undefined
      ? []
      : [
          {
            name: "granted",
            declaration: documented(jsDoc(`The response to \`${opening.method}\`.`), concat("readonly granted: ", messageType(of, opening.success), ";")),
            implementation: concat("granted,"),
          },
        ]),
  ];
}

/** `setup(fields)`: asks for a session. */
function openMember(of: InterfacePlan, view: SessionView): Member {
  const { opening, machine } = view;
  const { pending, makePending } = sessionSymbols(of, view);
  const names = `${stringLiteral(machine.name)}, ${stringLiteral(opening.method)}`;
  return {
    name: opening.name,
    declaration: documented(
      docOf(of, opening, true),
      code`${memberName(opening.name)}(fields: ${optionsType(of, opening)}, options?: ${runtimeType("CallOptions")}): ${pending};`,
    ),
    implementation: code`${propertyKey(opening.name)}: (fields, options) => ${makePending}(endpoint.open(${names}, fields, options)),`,
  };
}

/** `onSetup(handler)`: hears who asks for one. */
function openedMember(of: InterfacePlan, view: SessionView): Member {
  const { opening, machine } = view;
  const { pending, makePending } = sessionSymbols(of, view);
  const name = handlerName(opening);
  const types = code`<${messageType(of, opening.message)}, ${union(machine.instance.map(stringLiteral))}>`;
  const method = stringLiteral(opening.method);
  return {
    name,
    declaration: documented(
      docOf(of, opening),
      code`${name}(handler: (incoming: ${pending}) => void): ${runtimeType("Unsubscribe")};`,
    ),
    implementation: code`${name}: (handler) => endpoint.onOpening${types}(${method}, (opening) => handler(${makePending}(opening))),`,
  };
}
