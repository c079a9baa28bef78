import { issue, type Issue, type Visit } from "./issue.js";
import { hasFormat } from "../text/format.js";
import { show } from "./json-value.js";
import { patternAutomaton } from "../text/pattern-automaton.js";
import { isWithin, mostTries } from "../text/pattern-work.js";

/** Validation 6.3 and 7: keywords for strings. Lengths are in code points. */
export function* stringIssues(visit: Visit<string>): Iterable<Issue> {
  const { value } = visit;
  const { minLength, maxLength, pattern, format } = visit.schema.rules;
  if (minLength !== undefined || maxLength !== undefined) {
    const length = codePoints(value);
    const found = characters(length);
    if (minLength !== undefined && length < minLength) yield issue(visit, "minLength", `at least ${characters(minLength)}`, found);
    if (maxLength !== undefined && length > maxLength) yield issue(visit, "maxLength", `at most ${characters(maxLength)}`, found);
  }
  if (pattern !== undefined && matches(pattern, value) === false) yield issue(visit, "pattern", `text matching ${pattern}`, show(value));
  if (format !== undefined && !hasFormat(value, format)) yield issue(visit, "format", `a text of format ${format}`, show(value));
}

/**
 * Whether a text matches a pattern; undefined where that would take long, or may, and where the pattern is no regular expression:
 * a specification is not trusted with the time of whoever reads it.
 */
export function matches(pattern: string, text: string): boolean | undefined {
  const automaton = patternAutomaton(pattern);
  if (automaton === undefined || !isWithin(mostTries, automaton, text)) return undefined;
  return expression(pattern)?.test(text);
}

function expression(pattern: string): RegExp | undefined {
  if (!expressions.has(pattern)) expressions.set(pattern, compiled(pattern));
  return expressions.get(pattern);
}

const expressions = new Map<string, RegExp | undefined>();

function compiled(pattern: string): RegExp | undefined {
  try {
    return new RegExp(pattern, "u");
  } catch {
    return undefined;
  }
}

function codePoints(text: string): number {
  let count = text.length;
  for (let at = 0; at < text.length - 1; at++) {
    if ((text.codePointAt(at) ?? 0) > 0xffff) {
      count -= 1;
      at += 1;
    }
  }
  return count;
}

function characters(count: number): string {
  return count === 1 ? "1 character" : `${String(count)} characters`;
}
