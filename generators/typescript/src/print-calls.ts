import { blocks, code, type Code, type CodeModule, type CodeSymbol, documented, type Fragment, jsDoc, type Message, stringLiteral, union } from "@parley/compiler";
import type { Call } from "./call.js";
import { answerType, anyMessage, callFiles, fieldsType, grantedType, messageType, optionsType, problemType, receivedBy, runtimeType } from "./call-types.js";
import { messageFields } from "./message-fields.js";
import type { InterfacePlan } from "./plan-interface.js";

/** Prints `calls.ts`: what every call takes, what it gives, and what it may be refused with. */
export function printCalls(of: InterfacePlan): CodeModule {
  const keys = of.envelope;
  const calls = callsByMethod(of);
  const inSessions = calls.filter((call) => isOfSession(of, call) && call.argument === undefined);
  const instance = [...new Set(of.client.sessions.flatMap((session) => session.machine.instance))];
  const envelope = [keys.method, keys.kind, keys.success, keys.id, keys.count, keys.acknowledge];
  const keysType = instance.length === 0 ? "Envelope" : "Envelope | Instance";
  const accepted = new Set([...of.client.accepted].filter((method) => of.server.accepted.has(method)));
  const exports: CodeSymbol[] = [];
  const declare = (symbol: CodeSymbol, doc: string, type: Fragment): Code => {
    exports.push(symbol);
    return documented(jsDoc(doc), code`export type ${symbol} = ${type};`);
  };
  const own = (message: Fragment, without: string): Code => code`${runtimeType("Own")}<${message}, ${without}>`;

  const lasting = of.client.lasts ? of.client.opening?.method : undefined;
  const has = (message: Message | undefined): boolean =>
    message !== undefined && messageFields(of.plan.protocol, message).some((field) => instance.includes(field.name));

  const ofCall = (call: Call): readonly Code[] => {
    const message = messageType(of, call.message);
    const types: Code[] = [];
    const written = call.method === lasting ? "Envelope | Lasting" : "Envelope";
    if (call.fields.length > 0 || has(call.message)) types.push(declare(fieldsType(of, call), `What \`${call.method}\` says.`, own(message, written)));
    if (inSessions.includes(call)) {
      types.push(declare(optionsType(of, call), `What \`${call.method}\` says in a session, which adds its key.`, own(message, keysType)));
    }
    if (call.kind === "request") {
      const success = own(messageType(of, call.success), has(call.success) ? keysType : written);
      if (call.method === lasting) {
        types.push(declare(grantedType(of, call), `What the success of \`${call.method}\` says to the program.`, own(messageType(of, call.success), "Lasting")));
      }
      if (!accepted.has(call.method)) types.push(declare(answerType(of, call), `What the answer to \`${call.method}\` says.`, success));
      types.push(declare(problemType(of, call), `Why \`${call.method}\` may be refused.`, problemsOf(call)));
    }
    return types;
  };

  const body = blocks(
    documented(jsDoc("Keys of the envelope: the runtime writes them."), code`type Envelope = ${union(envelope.map(stringLiteral))};`),
    instance.length === 0 ? "" : documented(jsDoc("Keys that name a session."), code`type Instance = ${union(instance.map(stringLiteral))};`),
    lasting === undefined ? "" : documented(jsDoc("Keys by which an epoch outlives its connection: the runtime writes and reads them."), code`type Lasting = ${union(lastingKeys.map(stringLiteral))};`),
    declare(anyMessage(of), "Every message of the protocol: what an observer may see.", union([receivedBy(of, of.client), receivedBy(of, of.server)])),
    calls.flatMap(ofCall),
  );
  return { path: callFiles.calls, body, exports };
}

const lastingKeys = ["resume", "epoch", "resumed", "received", "sessions"];

/** Both directions of a method share their types; the problems are those of either. */
function callsByMethod({ client, server }: InterfacePlan): readonly Call[] {
  const found = new Map<string, Call>();
  for (const call of [...client.sent, ...server.sent]) {
    const before = found.get(call.method);
    const problems = before === undefined ? call.problems : [...new Set([...before.problems, ...call.problems])];
    found.set(call.method, { ...(before ?? call), problems });
  }
  return [...found.values()];
}

function isOfSession(of: InterfacePlan, call: Call): boolean {
  return [of.client, of.server].some(({ sessions }) =>
    sessions.some(({ opening, pending, established }) =>
      [opening, ...pending.calls, ...established.calls].some((other) => other.method === call.method),
    ),
  );
}

function problemsOf(call: Call): Fragment {
  return call.problems.length === 0 ? "string" : union(call.problems.map(stringLiteral));
}
