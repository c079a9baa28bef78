import type { Machine, Transition } from "../model/behaviour.js";

/** The states in which something may be so: some transition has begun it on the way there, and none has ended it since. Guards are taken to hold. */
export function statesWhere(
  transitions: readonly Transition[],
  begins: (transition: Transition) => boolean,
  ends: (transition: Transition) => boolean,
): ReadonlySet<string> {
  const states = new Set<string>();
  for (const transition of transitions) if (begins(transition)) states.add(transition.to);
  for (const state of states) {
    for (const transition of transitions) if (transition.from.includes(state) && !ends(transition)) states.add(transition.to);
  }
  return states;
}

/** Whether a transition leads from or to a state that is none. It has its own diagnostic, and cuts off all that comes after it. */
export function leadsAstray({ states, transitions }: Machine): boolean {
  const known = new Set(states.map((state) => state.name));
  return transitions.some(({ from, to }) => !known.has(to) || from.some((state) => !known.has(state)));
}
