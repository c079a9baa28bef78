import { type Code, type CodeSymbol, type Fragment, type Message, pascalCase } from "@parley/compiler";
import type { Call } from "./call.js";
import type { MessageField } from "./message-fields.js";
import { typeOf } from "./plan.js";
import type { InterfacePlan } from "./plan-interface.js";
import type { RoleView } from "./role-view.js";

/** The files that hold what clients and servers are made of. */
export const callFiles = { calls: "calls.ts", sessions: "session.ts", client: "client.ts", server: "server.ts" } as const;

/** `MsetupFields`: what the first message of a call says, the envelope aside. */
export function fieldsType(of: InterfacePlan, call: Call): CodeSymbol {
  return of.symbol(callFiles.calls, `${pascalCase(call.method)}Fields`);
}

/** `SetupOptions`: the same where the session is known already. */
export function optionsType(of: InterfacePlan, call: Call): CodeSymbol {
  return of.symbol(callFiles.calls, `${pascalCase(call.name)}Options`);
}

/** `MsetupAnswer`: what the success says, the envelope aside. */
export function answerType(of: InterfacePlan, call: Call): CodeSymbol {
  return of.symbol(callFiles.calls, `${pascalCase(call.method)}Answer`);
}

/** `AuthGranted`: what the success that opens the connection says to the program. */
export function grantedType(of: InterfacePlan, call: Call): CodeSymbol {
  return of.symbol(callFiles.calls, `${pascalCase(call.method)}Granted`);
}

/** `MsetupProblem`: what a refusal may name. */
export function problemType(of: InterfacePlan, call: Call): CodeSymbol {
  return of.symbol(callFiles.calls, `${pascalCase(call.method)}Problem`);
}

/** `SignallingMessage`: every message of the protocol. */
export function anyMessage(of: InterfacePlan): CodeSymbol {
  return of.symbol(callFiles.calls, `${pascalCase(of.plan.protocol.name)}Message`);
}

/** Everything that a role may receive: `ToTerminal`. */
export function receivedBy(of: InterfacePlan, { role }: RoleView): Fragment {
  return of.plan.unions.find(({ type }) => type.name === `To${pascalCase(role.name)}`)?.type ?? "object";
}

/** The whole message, as the models declare it. */
export function messageType(of: InterfacePlan, message: Message | undefined): Fragment {
  return of.plan.messages.get(message?.id ?? "")?.declaration?.type ?? "object";
}

/** The type of one field of a message. */
export function fieldType(of: InterfacePlan, field: MessageField): Code {
  return typeOf(of.plan, field.schema);
}

export function runtimeType(name: string): CodeSymbol {
  return { name, from: "@parley/runtime", kind: "type" };
}

export function runtimeValue(name: string): CodeSymbol {
  return { name, from: "@parley/runtime", kind: "value" };
}
