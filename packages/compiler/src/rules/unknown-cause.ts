import { diagnostic, type Diagnostic } from "../diagnostics/diagnostic.js";
import { nearest } from "../diagnostics/nearest.js";
import type { Protocol } from "../model/protocol.js";
import { codeRows } from "./code-rows.js";
import { placeOf } from "./place.js";

/**
 * Unknown cause.
 *
 * A cause that a code of another network is read as is in the registry.
 *
 * @see RFC 3326; the registry is `x-parley-problems` of the info object
 */
export function* unknownCause(protocol: Protocol): Iterable<Diagnostic> {
  const known = protocol.registry?.causes.map((cause) => cause.name) ?? [];
  for (const { by, row } of codeRows(protocol)) {
    const { reason: cause, origin } = row;
    if (!known.includes(cause)) yield diagnostic("unknown-cause", placeOf(origin, "/reason"), { by, cause, near: nearest(cause, known) });
  }
}
