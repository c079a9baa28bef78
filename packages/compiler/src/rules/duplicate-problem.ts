import { diagnostic, type Diagnostic } from "../diagnostics/diagnostic.js";
import type { Problem } from "../model/problem.js";
import type { Protocol } from "../model/protocol.js";
import { placeOf } from "./place.js";

/**
 * Duplicate problem.
 *
 * The registry has each problem once: its name is its identity on the wire.
 *
 * @see RFC 9457, 3.1.1
 */
export function* duplicateProblem(protocol: Protocol): Iterable<Diagnostic> {
  const first = new Map<string, Problem>();
  for (const problem of protocol.problems) {
    const before = first.get(problem.type);
    if (before === undefined) first.set(problem.type, problem);
    else {
      const related = { message: "The first is here", location: placeOf(before.origin, "/name") };
      yield diagnostic("duplicate-problem", placeOf(problem.origin, "/name"), { problem: problem.name }, [related]);
    }
  }
}
