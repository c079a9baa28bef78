import { camelCase, type Code, code, type CodeModule, type CodeSymbol, concat, documented, jsDoc, listLiteral, literal, objectLiteral, property, stringLiteral } from "@parley/compiler";
import type { Plan } from "./plan.js";
import type { PlannedMessage } from "./plan-messages.js";
import { behaviourSymbols, runtimeType } from "./print-behaviour.js";
import { problemsSymbol } from "./print-problems.js";

/** The table that the runtime reads: everything it has to know of the protocol. Nothing where messages have no envelope. */
export function printProtocol(plan: Plan): readonly CodeModule[] {
  const { envelope, protocol } = plan;
  if (envelope === undefined) return [];
  const symbol: CodeSymbol = { name: `${camelCase(protocol.name)}Protocol`, from: "protocol.ts", kind: "value" };
  const subprotocol = [...protocol.channels.values()].flatMap((channel) => channel.subprotocols)[0];
  const delivery = protocol.behaviour?.delivery;
  const entries = [
    property("name", stringLiteral(protocol.name)),
    ...(subprotocol === undefined ? [] : [property("subprotocol", stringLiteral(subprotocol))]),
    property("keys", literal({ ...envelope })),
    ...(delivery === undefined ? [] : [property("uncounted", listLiteral(delivery.uncounted.map(stringLiteral)))]),
    property("messages", printMessages(plan)),
    ...(["machines", "timers", "limits"] as const).map((key) => (protocol.behaviour === undefined ? property(key, "{}") : concat(behaviourSymbols[key]))),
    protocol.problems.length === 0 ? property("problems", "{}") : concat(problemsSymbol),
  ];
  const body = documented(
    jsDoc(`What the runtime has to know of ${protocol.title}.`),
    code`export const ${symbol}: ${runtimeType("WireProtocol")} = ${objectLiteral(entries)};`,
  );
  return [{ path: symbol.from, body, exports: [symbol] }];
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
