import { diagnostic, type Diagnostic } from "../diagnostics/diagnostic.js";
import { nearest } from "../diagnostics/nearest.js";
import type { Protocol } from "../model/protocol.js";
import { placeOf } from "./place.js";

/**
 * Unknown sender.
 *
 * A role that may send a problem or a cause is one of the roles that the registry declares: no single document has them all.
 *
 * @see specs/common/problems.yaml, its head, `sentBy`
 */
export function* unknownSender(protocol: Protocol): Iterable<Diagnostic> {
  const { roles = [], causes = [] } = protocol.registry ?? {};
  for (const { name, origin, sentBy = [] } of [...protocol.problems, ...causes]) {
    for (const [index, role] of sentBy.entries()) {
      if (roles.includes(role)) continue;
      yield diagnostic("unknown-sender", placeOf(origin, `/sentBy/${String(index)}`), { name, role, near: nearest(role, roles) });
    }
  }
}
