import type { Machine } from "./machine.js";
import { openingOf } from "./machine-graph.js";
import { sentBy } from "./machine-index.js";
import type { WireProtocol } from "./wire-protocol.js";

/** The keys of the envelope that name one instance of a machine: `session`, or `subscription`. */
export type InstanceKeys = readonly string[];

/** What a role has to know of its session machines on every connection; worked out once, as there may be thousands of those. */
export interface SessionMachines {
  readonly byName: ReadonlyMap<string, Machine>;
  /** By method: the keys that its messages may name an instance by, one list for all machines that have the same. */
  readonly keysOf: ReadonlyMap<string, readonly InstanceKeys[]>;
  /** The machine that begins with a message: by `send msetup.request`. */
  readonly openedBy: ReadonlyMap<string, string>;
  /** The keys that name what both ends hold over a lost connection; none where the protocol has nothing of the kind. */
  readonly held: InstanceKeys;
}

/** The key that names a session, with others or alone. What else has instances, as subscriptions have, is not held. */
export const sessionKey = "session";

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
  const keysOf = new Map<string, InstanceKeys[]>();
  for (const [name, machine] of machines) {
    for (const { on, message } of openingOf(machine)) if (!openedBy.has(`${on} ${message}`)) openedBy.set(`${on} ${message}`, name);
    const { instance = [] } = machine;
    for (const method of methodsOf(machine)) {
      const lists = keysOf.get(method) ?? [];
      keysOf.set(method, lists);
      if (!lists.some((keys) => keys.join("\n") === instance.join("\n"))) lists.push(instance);
    }
  }
  const held = machines.find(([, { instance = [] }]) => instance.includes(sessionKey))?.[1].instance ?? [];
  return { byName: new Map(machines), keysOf, openedBy, held };
}

function methodsOf(machine: Machine): readonly string[] {
  return machine.transitions.flatMap((transition) => {
    const named = transition.on === "receive" ? transition.message : sentBy(transition);
    return named === undefined ? [] : [named.slice(0, named.lastIndexOf("."))];
  });
}
