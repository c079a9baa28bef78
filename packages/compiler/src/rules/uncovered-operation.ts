import { diagnostic, type Diagnostic } from "../diagnostics/diagnostic.js";
import type { Coverage } from "../model/coverage.js";
import type { Protocol } from "../model/protocol.js";
import { coveredPlaces } from "./covered-places.js";

/**
 * Uncovered operation.
 *
 * Every operation of the specifications is there for a requirement, which names it.
 *
 * @see specs/README.md, "Coverage"
 */
export function* uncoveredOperation(coverage: Coverage, protocols: readonly Protocol[]): Iterable<Diagnostic> {
  const covered = coveredPlaces(coverage);
  for (const { operations } of protocols) {
    for (const { id, name, origin } of operations.values()) {
      // An operation of a path item in a file of its own is reached in one place and written in another.
      if (covered.has(id) || covered.has(`${origin.file.path}#${origin.pointer}`)) continue;
      yield diagnostic("uncovered-operation", origin, { operation: name, coverage: coverage.origin.file.path });
    }
  }
}
