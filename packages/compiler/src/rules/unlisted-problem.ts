import { diagnostic, type Diagnostic } from "../diagnostics/diagnostic.js";
import { nearest } from "../diagnostics/nearest.js";
import type { Transition } from "../model/behaviour.js";
import { problemNamesOf } from "../model/problem.js";
import type { Protocol } from "../model/protocol.js";
import { methodsOf } from "./methods.js";
import { wordPlaceOf } from "./place.js";

/**
 * Unlisted problem.
 *
 * A problem with which a machine refuses a request is one that an operation of its method lists, where they list any.
 *
 * @see specs/README.md, "Machines"; RFC 9457, 4
 */
export function* unlistedProblem(protocol: Protocol): Iterable<Diagnostic> {
  const listed = problemsByMethod(protocol);
  const known = new Set(protocol.problems.map((problem) => problem.name));
  for (const { name: machine, transitions } of protocol.behaviour?.machines ?? []) {
    // A transition without `to` is one for each of its states, all written at one place.
    const written = new Map<Transition["origin"], Transition>(transitions.map((transition) => [transition.origin, transition]));
    for (const { origin, effects } of written.values()) {
      for (const effect of effects) {
        // A problem that is not in the registry has its own diagnostic.
        if (effect.do !== "refuse" || !known.has(effect.problem)) continue;
        const { method, problem } = effect;
        const problems = listed.get(method);
        if (problems === undefined || problems.has(problem)) continue;
        yield diagnostic("unlisted-problem", wordPlaceOf(origin, [problem]), { machine, method, problem, near: nearest(problem, problems) });
      }
    }
  }
}

function problemsByMethod(protocol: Protocol): ReadonlyMap<string, ReadonlySet<string>> {
  const methods = methodsOf(protocol);
  const listed = new Map<string, ReadonlySet<string>>();
  for (const { id, name, problems } of protocol.operations.values()) {
    const method = methods.get(id)?.method ?? name;
    if (problems.length > 0) listed.set(method, new Set([...(listed.get(method) ?? []), ...problemNamesOf(problems)]));
  }
  return listed;
}
