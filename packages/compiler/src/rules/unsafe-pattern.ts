import { diagnostic, type Diagnostic, type Location } from "../diagnostics/diagnostic.js";
import type { Protocol } from "../model/protocol.js";
import type { Schema } from "../model/schema.js";
import { escapeToken } from "../source/json-pointer.js";
import { patternForm } from "../text/pattern-form.js";
import { keyPlaceOf, placeOf } from "./place.js";

/**
 * Unsafe pattern.
 *
 * Whoever validates a text runs the pattern on what a peer sent: one that takes exponential time lets a peer stop the program with
 * a short message. Parley itself matches such a pattern without going back, and tells those that have no such form; others may not.
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

function* judged(pattern: string, place: () => Location): Iterable<Diagnostic> {
  const form = patternForm(pattern);
  // What is no regular expression has its own diagnostic.
  if (form.kind === "plain" || form.kind === "invalid") return;
  const why = form.kind === "unbounded" ? form.why : undefined;
  if (why !== undefined || form.witness !== undefined) yield diagnostic("unsafe-pattern", place(), { pattern, text: form.witness, why });
}
