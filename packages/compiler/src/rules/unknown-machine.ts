import { diagnostic, type Diagnostic } from "../diagnostics/diagnostic.js";
import { nearest } from "../diagnostics/nearest.js";
import type { Protocol } from "../model/protocol.js";
import { escapeToken } from "../source/json-pointer.js";
import { keyPlaceOf, placeOf } from "./place.js";

/**
 * Unknown machine.
 *
 * A machine that another contains, or that its glare is against, is one of the interface.
 *
 * @see specs/README.md, "Machines"
 */
export function* unknownMachine(protocol: Protocol): Iterable<Diagnostic> {
  const machines = protocol.behaviour?.machines ?? [];
  const known = machines.map((machine) => machine.name);
  for (const { name, origin, contains, glare } of machines) {
    const by = `Machine "${name}"`;
    for (const { machine } of contains) {
      if (known.includes(machine)) continue;
      yield diagnostic("unknown-machine", keyPlaceOf(origin, `/contains/${escapeToken(machine)}`), { by, machine, near: nearest(machine, known) });
    }
    if (glare === undefined || known.includes(glare.against)) continue;
    yield diagnostic("unknown-machine", placeOf(glare.origin, "/against"), { by, machine: glare.against, near: nearest(glare.against, known) });
  }
}
