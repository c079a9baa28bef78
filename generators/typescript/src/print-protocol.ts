import { camelCase, type Code, code, type CodeModule, type CodeSymbol, concat, documented, jsDoc, listLiteral, literal, objectLiteral, property, type Replay, stringLiteral } from "@parley/compiler";
import type { Plan } from "./plan.js";
import type { PlannedMessage } from "./plan-messages.js";
import { behaviourSymbols, runtimeType } from "./print-behaviour.js";
import { problemsSymbol } from "./print-problems.js";

/**
 * The table that the runtime reads: everything it has to know of the protocol. Nothing where messages have no envelope. What both roles
 * need stands apart from the machines, so that a program of one role does not bring those of the other.
 */
export function printProtocol(plan: Plan): readonly CodeModule[] {
  const { envelope, protocol } = plan;
  if (envelope === undefined) return [];
  const symbol: CodeSymbol = { name: `${camelCase(protocol.name)}Protocol`, from: "protocol.ts", kind: "value" };
  const wire = wireSymbol(plan);
  const subprotocol = [...protocol.channels.values()].flatMap((channel) => channel.subprotocols)[0];
  const delivery = protocol.behaviour?.delivery;
  const entries = [
    property("name", stringLiteral(protocol.name)),
    ...(subprotocol === undefined ? [] : [property("subprotocol", stringLiteral(subprotocol))]),
    property("keys", literal({ ...envelope })),
    ...(delivery === undefined ? [] : [property("uncounted", listLiteral(delivery.uncounted.map(stringLiteral)))]),
    ...(delivery?.replay === undefined ? [] : [property("replay", printReplay(delivery.replay))]),
    property("messages", printMessages(plan)),
    ...(wire === undefined ? ["machines", "timers", "limits"].map((key) => property(key, "{}")) : [concat(behaviourSymbols.timers), concat(behaviourSymbols.limits)]),
    protocol.problems.length === 0 ? property("problems", "{}") : concat(problemsSymbol),
  ];
  const table = documented(
    jsDoc(`What the runtime has to know of ${protocol.title}.`),
    code`export const ${symbol}: ${runtimeType("WireProtocol")} = ${wire === undefined ? objectLiteral(entries) : objectLiteral([concat("...", wire), concat(behaviourSymbols.machines)])};`,
  );
  const address = printAddress(plan);
  const apart =
    wire === undefined
      ? []
      : [{
          path: wire.from,
          body: documented(
            jsDoc("What both roles need: the protocol without its machines, of which each role has its own."),
            code`export const ${wire}: Omit<${runtimeType("WireProtocol")}, "machines"> = ${objectLiteral(entries)};`,
          ),
          exports: [],
        }];
  if (address === undefined) return [...apart, { path: symbol.from, body: table, exports: [symbol] }];
  return [...apart, { path: symbol.from, body: code`${address.body}\n\n${table}`, exports: [address.symbol, symbol] }];
}

/** The protocol without its machines; undefined where there are none. */
export function wireSymbol({ protocol }: Plan): CodeSymbol | undefined {
  return protocol.behaviour === undefined ? undefined : { name: `${camelCase(protocol.name)}Wire`, from: "wire.ts", kind: "value" };
}

function printReplay({ method, subject }: Replay): Code {
  return objectLiteral([property("method", stringLiteral(method)), property("subject", stringLiteral(subject))]);
}

/** Where the messages pass, when that is one place and known before the program runs. */
function printAddress({ protocol }: Plan): { readonly symbol: CodeSymbol; readonly body: Code } | undefined {
  const [channel, ...others] = protocol.channels.values();
  if (channel?.address === undefined || others.length > 0 || channel.address.includes("{")) return undefined;
  const symbol: CodeSymbol = { name: `${camelCase(protocol.name)}Path`, from: "protocol.ts", kind: "value" };
  const { origin } = channel;
  const body = documented(
    jsDoc("The path of a connection, below the root that its operator chooses.", `${origin.file.path.split("/").at(-1) ?? ""}#${origin.pointer}/address`),
    code`export const ${symbol} = ${stringLiteral(channel.address)};`,
  );
  return { symbol, body };
}

function printMessages(plan: Plan): Code {
  const rows = [...plan.messages.values()].flatMap((planned): Code[] => {
    const { declaration, method, part, sentBy } = planned;
    if (declaration === undefined) return [];
    const argument = argumentOf(plan, planned);
    const entries = [
      property("sentBy", listLiteral(sentBy.map(stringLiteral))),
      property("is", declaration.is),
      property("explain", declaration.explain),
      ...(argument === undefined ? [] : [property("argument", stringLiteral(argument))]),
    ];
    return [property(`${method}.${part}`, objectLiteral(entries))];
  });
  return objectLiteral(rows);
}

/** `x-parley-argument` of the operation that the message starts. */
function argumentOf(plan: Plan, { message }: PlannedMessage): string | undefined {
  return [...plan.protocol.operations.values()].find((operation) => operation.argument !== undefined && operation.messages.includes(message.id))?.argument;
}
