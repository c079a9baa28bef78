import { diagnostic, type Diagnostic, type Location } from "../diagnostics/diagnostic.js";
import type { Protocol } from "../model/protocol.js";
import { escapeToken } from "../source/json-pointer.js";
import { hasFormat } from "../text/format.js";
import { patternAutomaton } from "../text/pattern-automaton.js";
import { pumpOf } from "../text/pattern-pump.js";
import { keyPlaceOf, placeOf } from "./place.js";

/**
 * Unsafe pattern.
 *
 * Whoever validates a text runs the pattern on what a peer sent: one that takes exponential time lets a peer stop the program with
 * a short message. Parley itself does not run a pattern on a text that it would take long for, nor one that it cannot read.
 *
 * @see JSON Schema 2020-12, Validation 6.3.3 and 10 (security considerations); ECMA-262, Patterns
 */
export function* unsafePattern(protocol: Protocol): Iterable<Diagnostic> {
  for (const { rules, origin } of protocol.schemas.values()) {
    if (rules.pattern !== undefined) yield* judged(rules.pattern, placeOf(origin, "/pattern"));
    for (const { pattern } of rules.patternProperties ?? []) {
      yield* judged(pattern, keyPlaceOf(origin, `/patternProperties/${escapeToken(pattern)}`));
    }
  }
}

function* judged(pattern: string, place: Location): Iterable<Diagnostic> {
  // What is no regular expression has its own diagnostic.
  if (!hasFormat(pattern, "regex")) return;
  const automaton = patternAutomaton(pattern);
  const text = automaton === undefined ? undefined : pumpOf(pattern, automaton);
  if (automaton !== undefined && text === undefined) return;
  yield diagnostic("unsafe-pattern", place, { pattern, text: automaton?.exact === true ? text : undefined });
}
