import { diagnostic, type Diagnostic } from "../diagnostics/diagnostic.js";
import { nearest } from "../diagnostics/nearest.js";
import type { Machine } from "../model/behaviour.js";
import type { Protocol } from "../model/protocol.js";
import { placeOf } from "./place.js";

/**
 * Illegal state.
 *
 * A machine has one initial state, its transitions lead from and to states that it has, nothing leaves a final state,
 * and something leaves every other. The states of a glare are those of the machine that it is against.
 *
 * @see specs/README.md, "Machines"
 */
export function* illegalState(protocol: Protocol): Iterable<Diagnostic> {
  for (const machine of protocol.behaviour?.machines ?? []) {
    yield* unknownStates(machine);
    yield* initialStates(machine);
    yield* exits(machine);
    yield* statesOfGlare(machine, protocol.behaviour?.machines ?? []);
  }
}

function* statesOfGlare({ name, glare }: Machine, machines: readonly Machine[]): Iterable<Diagnostic> {
  const rival = machines.find((machine) => machine.name === glare?.against);
  const known = rival?.states.map((state) => state.name) ?? [];
  // A misspelt machine has its own diagnostic.
  if (glare === undefined || rival === undefined) return;
  for (const [index, state] of glare.in.entries()) {
    if (known.includes(state)) continue;
    const parameters = { fault: "glare" as const, machine: name, rival: rival.name, state, near: nearest(state, known) };
    yield diagnostic("illegal-state", placeOf(glare.origin, `/in/${String(index)}`), parameters);
  }
}

function* unknownStates({ name, states, transitions }: Machine): Iterable<Diagnostic> {
  const known = states.map((state) => state.name);
  for (const { origin, from, to } of transitions) {
    for (const [end, named] of [["from", from], ["to", [to]]] as const) {
      for (const state of named) {
        if (known.includes(state)) continue;
        const parameters = { fault: "unknown" as const, machine: name, state, end, near: nearest(state, known) };
        yield diagnostic("illegal-state", placeOf(origin, `/${end}`), parameters);
      }
    }
  }
}

function* initialStates({ name, origin, states }: Machine): Iterable<Diagnostic> {
  const [first, ...more] = states.filter((state) => state.initial);
  if (first === undefined) yield diagnostic("illegal-state", origin, { fault: "no-initial", machine: name });
  for (const state of more) yield diagnostic("illegal-state", state.origin, { fault: "second-initial", machine: name, state: state.name });
}

function* exits({ name, states, transitions }: Machine): Iterable<Diagnostic> {
  for (const state of states) {
    const exit = transitions.find((transition) => transition.to !== state.name && transition.from.includes(state.name));
    if (state.final && exit !== undefined) {
      const related = { message: `state "${state.name}"`, location: state.origin };
      yield diagnostic("illegal-state", exit.origin, { fault: "final-with-exit", machine: name, state: state.name }, [related]);
    }
    if (!state.final && exit === undefined) {
      yield diagnostic("illegal-state", state.origin, { fault: "no-exit", machine: name, state: state.name });
    }
  }
}
