import { diagnostic, type Diagnostic } from "../diagnostics/diagnostic.js";
import { nearest } from "../diagnostics/nearest.js";
import type { Protocol } from "../model/protocol.js";
import { codeRows } from "./code-rows.js";
import { placeOf, wordPlaceOf } from "./place.js";

/**
 * Unknown problem.
 *
 * A problem that an operation, a machine or a code of another network names is in the registry that all documents share.
 *
 * @see RFC 9457, 4; the registry is `x-parley-problems` of the info object
 */
export function* unknownProblem(protocol: Protocol): Iterable<Diagnostic> {
  const known = protocol.problems.map((problem) => problem.name);
  const unknown = (problem: string) => !known.includes(problem);
  // A response or a trait that several operations share has its list once.
  const told = new Set<string>();
  for (const { name, problems } of protocol.operations.values()) {
    for (const { name: problem, origin } of problems) {
      const place = `${origin.file.path}#${origin.pointer}`;
      if (!unknown(problem) || told.has(place)) continue;
      told.add(place);
      yield diagnostic("unknown-problem", origin, { by: `Operation "${name}"`, problem, near: nearest(problem, known) });
    }
  }
  for (const { name, glare, states, transitions } of protocol.behaviour?.machines ?? []) {
    if (glare !== undefined && unknown(glare.problem)) {
      yield diagnostic("unknown-problem", placeOf(glare.origin, "/problem"), { by: `Machine "${name}"`, problem: glare.problem, near: nearest(glare.problem, known) });
    }
    for (const { only } of states) {
      if (only === undefined || !unknown(only.refuse)) continue;
      yield diagnostic("unknown-problem", placeOf(only.origin, "/refuse"), { by: `Machine "${name}"`, problem: only.refuse, near: nearest(only.refuse, known) });
    }
    for (const { origin, effects } of transitions) {
      for (const effect of effects) {
        if (effect.do !== "refuse" || !unknown(effect.problem)) continue;
        yield diagnostic("unknown-problem", wordPlaceOf(origin, [effect.problem]), { by: `Machine "${name}"`, problem: effect.problem, near: nearest(effect.problem, known) });
      }
    }
  }
  for (const { by, row } of codeRows(protocol)) {
    const { problem, origin } = row;
    if (problem === undefined || !unknown(problem)) continue;
    yield diagnostic("unknown-problem", placeOf(origin, "/problem"), { by, problem, near: nearest(problem, known) });
  }
}
