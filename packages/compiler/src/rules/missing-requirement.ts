import { diagnostic, type Diagnostic } from "../diagnostics/diagnostic.js";
import { splitSource, type Coverage } from "../model/coverage.js";

/**
 * Missing requirement.
 *
 * Every item that a family expects is the source of a requirement, in whole or by its parts: a race that was forgotten is told.
 *
 * @see specs/README.md, "Coverage"
 */
export function* missingRequirement({ families, requirements }: Coverage): Iterable<Diagnostic> {
  const sources = new Set(requirements.map(({ source }) => {
    const { family, item } = splitSource(source);
    return `${family} ${item}`;
  }));
  for (const { name, items, origin } of families) {
    for (const item of items) {
      const source = `${name} ${item}`;
      if (!sources.has(source)) yield diagnostic("missing-requirement", origin, { source });
    }
  }
}
