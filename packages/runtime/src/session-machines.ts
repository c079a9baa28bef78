import type { Machine } from "./machine.js";
import { openingOf, sentBy } from "./machine-graph.js";
import type { WireProtocol } from "./wire-protocol.js";

/** What a role has to know of its session machines on every connection; worked out once, as there may be thousands of those. */
export interface SessionMachines {
  readonly byName: ReadonlyMap<string, Machine>;
  /** The methods whose messages belong to sessions. */
  readonly methods: ReadonlySet<string>;
  /** The keys that name an instance, one list for all machines that have the same. */
  readonly instances: readonly (readonly string[])[];
  /** The machine that begins with a message: by `send msetup.request`. */
  readonly openedBy: ReadonlyMap<string, string>;
}

const known = new WeakMap<WireProtocol, Map<string, SessionMachines>>();

export function sessionMachines(protocol: WireProtocol, role: string): SessionMachines {
  const byRole = known.get(protocol) ?? new Map<string, SessionMachines>();
  known.set(protocol, byRole);
  const found = byRole.get(role) ?? machinesOf(protocol, role);
  byRole.set(role, found);
  return found;
}

function machinesOf(protocol: WireProtocol, role: string): SessionMachines {
  const machines = Object.entries(protocol.machines).filter(([, machine]) => (machine.instance ?? []).length > 0 && machine.roles.includes(role));
  const openedBy = new Map<string, string>();
  for (const [name, machine] of machines) {
    for (const { on, message } of openingOf(machine)) if (!openedBy.has(`${on} ${message}`)) openedBy.set(`${on} ${message}`, name);
  }
  return {
    byName: new Map(machines),
    methods: new Set(machines.flatMap(([, machine]) => methodsOf(machine))),
    instances: [...new Map(machines.map(([, { instance = [] }]) => [instance.join("\n"), instance])).values()],
    openedBy,
  };
}

function methodsOf(machine: Machine): readonly string[] {
  return machine.transitions.flatMap((transition) => {
    const named = transition.on === "receive" ? transition.message : sentBy(transition);
    return named === undefined ? [] : [named.slice(0, named.lastIndexOf("."))];
  });
}
