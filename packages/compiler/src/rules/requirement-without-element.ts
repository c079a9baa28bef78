import { diagnostic, type Diagnostic } from "../diagnostics/diagnostic.js";
import type { Coverage } from "../model/coverage.js";

/**
 * Requirement without element.
 *
 * Every requirement of a coverage file names something that covers it: a row that names nothing promises nothing.
 *
 * @see specs/README.md, "Coverage"
 */
export function* requirementWithoutElement({ requirements }: Coverage): Iterable<Diagnostic> {
  for (const { id, elements, origin } of requirements) {
    if (elements.length === 0) yield diagnostic("requirement-without-element", origin, { requirement: id });
  }
}
