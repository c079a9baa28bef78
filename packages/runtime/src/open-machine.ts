import type { Machine, Transition } from "./machine.js";
import type { WireProtocol } from "./wire-protocol.js";

/** The machine of a connection whose protocol states no behaviour: every message is legal until it is closed. One for each role. */
export function openMachine(protocol: WireProtocol, role: string): Machine {
  const byRole = known.get(protocol) ?? new Map<string, Machine>();
  known.set(protocol, byRole);
  const found = byRole.get(role) ?? openTo(protocol, role);
  byRole.set(role, found);
  return found;
}

const known = new WeakMap<WireProtocol, Map<string, Machine>>();

function openTo(protocol: WireProtocol, role: string): Machine {
  const names = new Set(Object.keys(protocol.messages).map((name) => name.replace(/\.(success|failure)$/, ".response")));
  const from = ["open"];
  return {
    roles: [role],
    initial: "open",
    final: ["closed"],
    transitions: [...names].flatMap((message): Transition[] => [
      { from, on: "send", message },
      { from, on: "receive", message },
    ]),
    illegal: { request: "refuse", response: "ignore", notification: "ignore" },
  };
}
