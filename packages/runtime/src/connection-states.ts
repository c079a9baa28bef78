import { openingOf, openStates } from "./machine-graph.js";
import type { Machine } from "./machine.js";

/** What the states of a connection's machine mean; worked out once for each machine, as there may be thousands of connections. */
export interface ConnectionStates {
  /** Those in which messages of sessions may pass. */
  readonly open: ReadonlySet<string>;
  /** Those in which a lost connection is waited for. */
  readonly lost: ReadonlySet<string>;
  /** Those from which a connection can be lost without the end of the epoch. */
  readonly lasting: ReadonlySet<string>;
  /** The methods whose requests open the connection for use. */
  readonly openings: ReadonlySet<string>;
  /** It is the peer that sends these requests. */
  readonly isOpenedByPeer: boolean;
}

export function connectionStates(machine: Machine): ConnectionStates {
  const found = known.get(machine) ?? statesOf(machine);
  known.set(machine, found);
  return found;
}

function statesOf(machine: Machine): ConnectionStates {
  const losses = machine.transitions.filter(({ on }) => on === "lost");
  const openings = openingOf(machine);
  return {
    open: openStates(machine),
    lost: new Set(losses.flatMap(({ to }) => to ?? [])),
    lasting: new Set(losses.flatMap(({ from }) => from)),
    openings: new Set(openings.map(({ message }) => message.slice(0, message.lastIndexOf(".")))),
    isOpenedByPeer: openings.some(({ on }) => on === "receive"),
  };
}

const known = new WeakMap<Machine, ConnectionStates>();
