import { diagnostic, type Diagnostic } from "../diagnostics/diagnostic.js";
import type { Machine, MessageName } from "../model/behaviour.js";
import type { Protocol } from "../model/protocol.js";
import { methodsOf } from "./methods.js";
import { playsUnknownRole } from "./unknown-role.js";

/**
 * Dead message.
 *
 * Where the machines of a role are written down, one of them sends every message that the role may start, and one of them receives every
 * message that it may be sent; a machine that another contains is not asked. The acknowledgement belongs to the delivery, which is under all machines.
 *
 * @see specs/README.md, "Machines"
 */
export function* deadMessage(protocol: Protocol): Iterable<Diagnostic> {
  const { machines = [], delivery } = protocol.behaviour ?? {};
  // A misspelt role has its own diagnostic, and the messages of its machine are not dead.
  if (playsUnknownRole(protocol)) return;
  const methods = methodsOf(protocol);
  for (const { id, name, origin, initiator, responder, reply } of protocol.operations.values()) {
    const method = methods.get(id)?.method ?? name;
    if (method === delivery?.acknowledge) continue;
    for (const [role, act] of [[initiator, "sends"], [responder, "receives"]] as const) {
      const played = machines.filter((machine) => !machine.contained && machine.roles.includes(role));
      if (played.length > 0 && !played.some((machine) => acts(machine, act, method))) {
        yield diagnostic("dead-message", origin, { message: `${method}.${reply === undefined ? "notification" : "request"}`, role, act });
      }
    }
  }
}

function acts(machine: Machine, act: "sends" | "receives", method: string): boolean {
  return machine.transitions.some(({ trigger, effects }) => {
    if (trigger.on === (act === "sends" ? "send" : "receive") && starts(trigger.message, method)) return true;
    return act === "sends" && effects.some((effect) => effect.do === "send" && starts(effect.message, method));
  });
}

function starts(message: MessageName, method: string): boolean {
  return message.method === method && message.kind !== "response";
}
