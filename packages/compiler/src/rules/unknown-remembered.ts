import { diagnostic, type Diagnostic } from "../diagnostics/diagnostic.js";
import { nearest } from "../diagnostics/nearest.js";
import type { Machine } from "../model/behaviour.js";
import type { Protocol } from "../model/protocol.js";
import { escapeToken } from "../source/json-pointer.js";
import { placeOf } from "./place.js";

/**
 * Unknown remembered value.
 *
 * What a guard compares with is what its machine remembers; what a glare compares with is what the machine remembers that it is against.
 *
 * @see specs/README.md, "Machines"
 */
export function* unknownRemembered(protocol: Protocol): Iterable<Diagnostic> {
  const machines = protocol.behaviour?.machines ?? [];
  for (const machine of machines) {
    yield* ofGuards(machine);
    const { name, glare } = machine;
    const rival = machines.find((each) => each.name === glare?.against);
    // A misspelt machine has its own diagnostic.
    if (glare === undefined || rival === undefined) continue;
    for (const [key, matches] of [["same", glare.same], ["lower", [glare.lower]]] as const) {
      for (const { pointer, remembered } of matches) {
        if (remembers(rival, remembered)) continue;
        yield diagnostic("unknown-remembered", placeOf(glare.origin, `/${key}/${escapeToken(pointer)}`), faultOf(`The glare of machine "${name}"`, remembered, rival));
      }
    }
  }
}

function* ofGuards(machine: Machine): Iterable<Diagnostic> {
  // A transition without `to` is one for each of its states, all written at one place.
  const written = new Map(machine.transitions.map((transition) => [transition.origin, transition]));
  for (const { origin, where } of written.values()) {
    for (const { pointer, test } of where) {
      if ((test.is !== "equals" && test.is !== "before") || remembers(machine, test.remembered)) continue;
      yield diagnostic("unknown-remembered", placeOf(origin, `/where/${escapeToken(pointer)}/${test.is}`), faultOf(`Machine "${machine.name}"`, test.remembered, machine));
    }
  }
}

function remembers({ remember }: Machine, name: string): boolean {
  return remember.some((one) => one.name === name);
}

function faultOf(by: string, name: string, { name: machine, remember }: Machine): { by: string; name: string; machine: string; near: string | undefined } {
  return { by, name, machine, near: nearest(name, remember.map((one) => one.name)) };
}
