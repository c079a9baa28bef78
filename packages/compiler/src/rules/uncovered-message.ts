import { diagnostic, type Diagnostic } from "../diagnostics/diagnostic.js";
import type { Coverage } from "../model/coverage.js";
import type { Protocol } from "../model/protocol.js";
import { coveredPlaces } from "./covered-places.js";

/**
 * Uncovered message.
 *
 * Every message belongs to an operation, which stands for it, or is named by a requirement.
 *
 * @see specs/README.md, "Coverage"
 */
export function* uncoveredMessage(coverage: Coverage, protocols: readonly Protocol[]): Iterable<Diagnostic> {
  const covered = coveredPlaces(coverage);
  // Specifications share messages: what one of them has an operation for is no orphan in another.
  const carried = new Set(protocols.flatMap(({ operations }) => [...operations.values()].flatMap(({ messages, reply }) => [...messages, ...(reply?.messages ?? [])])));
  for (const protocol of protocols) {
    for (const { id, name, origin } of protocol.messages.values()) {
      if (!carried.has(id) && !covered.has(id)) yield diagnostic("uncovered-message", origin, { message: name, coverage: coverage.origin.file.path });
    }
  }
}
