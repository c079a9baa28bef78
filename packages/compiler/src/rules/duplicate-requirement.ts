import { diagnostic, type Diagnostic } from "../diagnostics/diagnostic.js";
import type { Coverage, Requirement } from "../model/coverage.js";
import { placeOf } from "./place.js";

/**
 * Duplicate requirement.
 *
 * The id of a requirement names one row.
 *
 * @see specs/README.md, "Coverage"
 */
export function* duplicateRequirement({ requirements }: Coverage): Iterable<Diagnostic> {
  const first = new Map<string, Requirement>();
  for (const requirement of requirements) {
    const before = first.get(requirement.id);
    if (before === undefined) first.set(requirement.id, requirement);
    else {
      const related = { message: "The first is here", location: placeOf(before.origin, "/id") };
      yield diagnostic("duplicate-requirement", placeOf(requirement.origin, "/id"), { requirement: requirement.id }, [related]);
    }
  }
}
