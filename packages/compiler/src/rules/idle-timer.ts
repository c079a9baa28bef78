import { diagnostic, type Diagnostic } from "../diagnostics/diagnostic.js";
import type { Machine, Transition } from "../model/behaviour.js";
import type { Protocol } from "../model/protocol.js";
import { wordPlaceOf } from "./place.js";
import { leadsAstray, statesWhere } from "./states-where.js";

/**
 * Idle timer.
 *
 * Where a machine waits for a timer or stops it, the timer may be running: some way there has started it and not stopped it again.
 * What a machine starts, it waits for.
 *
 * @see specs/README.md, "Machines"
 */
export function* idleTimer(protocol: Protocol): Iterable<Diagnostic> {
  const { machines = [], timers = [] } = protocol.behaviour ?? {};
  const declared = timers.map((timer) => timer.name);
  for (const machine of machines) {
    const used = new Set(machine.transitions.flatMap((transition) => [...waits(transition), ...acts(transition, "starts"), ...acts(transition, "stops")]));
    // A misspelt timer has its own diagnostic, and leaves the one that was meant idle.
    if (leadsAstray(machine) || [...used].some((timer) => !declared.includes(timer))) continue;
    for (const timer of used) yield* idleUses(machine, timer);
  }
}

function* idleUses({ name: machine, transitions }: Machine, timer: string): Iterable<Diagnostic> {
  const running = statesWhere(
    transitions,
    (each) => acts(each, "starts").includes(timer),
    (each) => acts(each, "stops").includes(timer) || waits(each).includes(timer),
  );
  const waiting = transitions.find((each) => waits(each).includes(timer));
  const starting = transitions.find((each) => acts(each, "starts").includes(timer));
  if (starting !== undefined && waiting === undefined) yield diagnostic("idle-timer", wordPlaceOf(starting.origin, [timer]), { fault: "started", machine, timer });
  for (const fault of ["waited", "stopped"] as const) {
    // A transition without `to` is one for each of its states, all written at one place.
    const places = new Map<Transition["origin"], boolean>();
    for (const transition of transitions) {
      const used = fault === "waited" ? waits(transition) : acts(transition, "stops");
      if (used.includes(timer)) places.set(transition.origin, (places.get(transition.origin) ?? false) || transition.from.some((state) => running.has(state)));
    }
    for (const [origin, isRunning] of places) if (!isRunning) yield diagnostic("idle-timer", wordPlaceOf(origin, [timer]), { fault, machine, timer });
  }
}

function waits({ trigger }: Transition): readonly string[] {
  return trigger.on === "timer" ? [trigger.name] : [];
}

function acts({ effects }: Transition, act: "starts" | "stops"): readonly string[] {
  return effects.flatMap((effect) => ("timer" in effect && (effect.do === "stop") === (act === "stops") ? [effect.timer] : []));
}
