import { diagnostic, type Diagnostic } from "../diagnostics/diagnostic.js";
import type { Protocol } from "../model/protocol.js";
import { placeOf } from "./place.js";

/**
 * Timer out of range.
 *
 * The range of a timer goes from the shortest to the longest, and its default lies inside.
 *
 * @see specs/README.md, "Machines"
 */
export function* timerOutOfRange(protocol: Protocol): Iterable<Diagnostic> {
  for (const { name: timer, origin, default: value, range } of protocol.behaviour?.timers ?? []) {
    if (range === undefined) continue;
    if (range.min > range.max) yield diagnostic("timer-out-of-range", placeOf(origin, "/range/0"), { fault: "reversed", timer });
    else if (value !== undefined && (value < range.min || value > range.max)) yield diagnostic("timer-out-of-range", placeOf(origin, "/default"), { fault: "default", timer });
  }
}
