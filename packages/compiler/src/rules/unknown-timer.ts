import { diagnostic, type Diagnostic } from "../diagnostics/diagnostic.js";
import { nearest } from "../diagnostics/nearest.js";
import type { Transition } from "../model/behaviour.js";
import type { Protocol } from "../model/protocol.js";
import { wordPlaceOf } from "./place.js";

/**
 * Unknown timer.
 *
 * Every timer that a transition waits for, starts or stops is declared, with its default.
 *
 * @see specs/README.md, "Machines"
 */
export function* unknownTimer(protocol: Protocol): Iterable<Diagnostic> {
  const { machines = [], timers = [] } = protocol.behaviour ?? {};
  const known = timers.map((timer) => timer.name);
  for (const { name: machine, transitions } of machines) {
    for (const transition of transitions) {
      for (const timer of timersOf(transition)) {
        if (!known.includes(timer)) yield diagnostic("unknown-timer", wordPlaceOf(transition.origin, [timer]), { machine, timer, near: nearest(timer, known) });
      }
    }
  }
}

function timersOf({ trigger, effects }: Transition): readonly string[] {
  const named = effects.flatMap((effect) => ("timer" in effect ? [effect.timer] : []));
  return trigger.on === "timer" ? [trigger.name, ...named] : named;
}
