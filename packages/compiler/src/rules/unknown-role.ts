import { diagnostic, type Diagnostic } from "../diagnostics/diagnostic.js";
import { nearest } from "../diagnostics/nearest.js";
import type { Protocol } from "../model/protocol.js";
import { placeOf } from "./place.js";

/**
 * Unknown role.
 *
 * A role that a machine is played by, or that owns a timer, is one that operations lead from or to.
 *
 * @see specs/README.md, "Machines"; "Extensions of AsyncAPI, OpenAPI and Arazzo", `x-parley-roles`
 */
export function* unknownRole(protocol: Protocol): Iterable<Diagnostic> {
  const { machines = [], timers = [] } = protocol.behaviour ?? {};
  const known = protocol.roles.map((role) => role.name);
  for (const { name, origin, roles } of machines) {
    for (const [index, role] of roles.entries()) {
      if (known.includes(role)) continue;
      yield diagnostic("unknown-role", placeOf(origin, `/roles/${String(index)}`), { by: `Machine "${name}"`, role, near: nearest(role, known) });
    }
  }
  for (const { name, origin, owner } of timers) {
    if (owner === undefined || known.includes(owner)) continue;
    yield diagnostic("unknown-role", placeOf(origin, "/owner"), { by: `Timer "${name}"`, role: owner, near: nearest(owner, known) });
  }
}

/** Whether a machine names a role that there is not: what it does is then done by nobody. */
export function playsUnknownRole(protocol: Protocol): boolean {
  const known = protocol.roles.map((role) => role.name);
  return protocol.behaviour?.machines.some(({ roles }) => roles.some((role) => !known.includes(role))) ?? false;
}
