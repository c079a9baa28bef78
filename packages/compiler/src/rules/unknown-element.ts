import { diagnostic, type Diagnostic } from "../diagnostics/diagnostic.js";
import type { Coverage } from "../model/coverage.js";

/**
 * Unknown element.
 *
 * Every element that a requirement names is there: the file, and in it the part.
 *
 * @see specs/README.md, "Coverage"
 */
export function* unknownElement({ requirements }: Coverage): Iterable<Diagnostic> {
  for (const { id, elements } of requirements) {
    for (const { written, fault, origin } of elements) {
      if (fault !== undefined) yield diagnostic("unknown-element", origin, { requirement: id, element: written, ...fault });
    }
  }
}
