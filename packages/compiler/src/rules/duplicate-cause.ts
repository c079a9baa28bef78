import { diagnostic, type Diagnostic } from "../diagnostics/diagnostic.js";
import type { Protocol } from "../model/protocol.js";
import type { Cause } from "../model/registry.js";
import { placeOf } from "./place.js";

/**
 * Duplicate cause.
 *
 * The registry has each cause once: its name is its identity on the wire. A problem may have the name of a cause.
 *
 * @see specs/common/problems.yaml, its head; RFC 3326, whose Reason it becomes
 */
export function* duplicateCause(protocol: Protocol): Iterable<Diagnostic> {
  const first = new Map<string, Cause>();
  for (const cause of protocol.registry?.causes ?? []) {
    const before = first.get(cause.name);
    if (before === undefined) first.set(cause.name, cause);
    else {
      const related = { message: "The first is here", location: placeOf(before.origin, "/name") };
      yield diagnostic("duplicate-cause", placeOf(cause.origin, "/name"), { cause: cause.name }, [related]);
    }
  }
}
