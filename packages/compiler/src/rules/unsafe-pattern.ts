import { diagnostic, type Diagnostic, type Location } from "../diagnostics/diagnostic.js";
import type { Protocol } from "../model/protocol.js";
import type { Schema } from "../model/schema.js";
import { escapeToken } from "../source/json-pointer.js";
import { hasFormat } from "../text/format.js";
import { patternAutomaton } from "../text/pattern-automaton.js";
import type { LongText } from "../text/long-text.js";
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
export function* unsafePattern(_protocol: Protocol, fresh: readonly Schema[]): Iterable<Diagnostic> {
  for (const { rules, origin } of fresh) {
    if (rules.pattern !== undefined) yield* judged(rules.pattern, () => placeOf(origin, "/pattern"));
    for (const { pattern } of rules.patternProperties ?? []) {
      yield* judged(pattern, () => keyPlaceOf(origin, `/patternProperties/${escapeToken(pattern)}`));
    }
  }
}

type Verdict = { readonly safe: true } | { readonly safe: false; readonly text: LongText | undefined };

/** Many schemas, and many documents of one run, have the same few patterns: each is worked out once. */
const verdicts = new Map<string, Verdict>();
const mostVerdicts = 10_000;

function* judged(pattern: string, place: () => Location): Iterable<Diagnostic> {
  const verdict = verdicts.get(pattern) ?? verdictOf(pattern);
  if (verdicts.size < mostVerdicts) verdicts.set(pattern, verdict);
  if (!verdict.safe) yield diagnostic("unsafe-pattern", place(), { pattern, text: verdict.text });
}

function verdictOf(pattern: string): Verdict {
  // What is no regular expression has its own diagnostic.
  if (!hasFormat(pattern, "regex")) return { safe: true };
  const automaton = patternAutomaton(pattern);
  const text = automaton === undefined ? undefined : pumpOf(pattern, automaton);
  if (automaton !== undefined && text === undefined) return { safe: true };
  return { safe: false, text: automaton?.exact === true ? text : undefined };
}
