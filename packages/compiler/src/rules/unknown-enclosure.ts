import { diagnostic, type Diagnostic } from "../diagnostics/diagnostic.js";
import { nearest } from "../diagnostics/nearest.js";
import type { Protocol } from "../model/protocol.js";
import { placeOf } from "./place.js";

/**
 * Unknown enclosure.
 *
 * A machine lives within the connection, the transport under it, another machine, or the program that keeps it over all connections; what
 * its transitions see end is that, and nothing else.
 *
 * @see specs/signalling/behaviour.yaml, its head, `within`
 */
export function* unknownEnclosure(protocol: Protocol): Iterable<Diagnostic> {
  const machines = protocol.behaviour?.machines ?? [];
  const known = ["connection", "transport", "program", ...machines.map((machine) => machine.name)];
  for (const { name: machine, origin, within, transitions } of machines) {
    if (within !== undefined && !known.includes(within)) {
      yield diagnostic("unknown-enclosure", placeOf(origin, "/within"), { fault: "within", machine, name: within, near: nearest(within, known) });
      continue;
    }
    const seen = new Set(transitions.map((transition) => transition.origin));
    for (const { origin: place, trigger } of transitions) {
      // A transition without `to` is one for each of its states, all written at one place.
      if (!seen.delete(place) || !isEnd(trigger.on) || "message" in trigger || trigger.name === within) continue;
      yield diagnostic("unknown-enclosure", placeOf(place, `/${trigger.on}`), { fault: "trigger", machine, name: trigger.name, within });
    }
  }
}

function isEnd(on: string): boolean {
  return on === "lost" || on === "resumed" || on === "ended";
}
