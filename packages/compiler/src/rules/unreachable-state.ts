import { diagnostic, type Diagnostic } from "../diagnostics/diagnostic.js";
import type { Machine } from "../model/behaviour.js";
import type { Protocol } from "../model/protocol.js";
import { leadsAstray } from "./states-where.js";

/**
 * Unreachable state.
 *
 * Every state of a machine can be reached from its initial state. Guards are taken to hold: what they forbid is for a proof, not for a rule.
 *
 * @see specs/README.md, "Machines"
 */
export function* unreachableState(protocol: Protocol): Iterable<Diagnostic> {
  for (const machine of protocol.behaviour?.machines ?? []) {
    const initial = machine.states.find((state) => state.initial);
    if (initial === undefined || leadsAstray(machine)) continue;
    const reached = reachedFrom(initial.name, machine);
    for (const { name, origin } of machine.states) {
      if (!reached.has(name)) yield diagnostic("unreachable-state", origin, { machine: machine.name, state: name, initial: initial.name });
    }
  }
}

function reachedFrom(initial: string, { transitions }: Machine): ReadonlySet<string> {
  const reached = new Set([initial]);
  for (const state of reached) {
    for (const { from, to } of transitions) if (from.includes(state)) reached.add(to);
  }
  return reached;
}
