import { issue, type Issue, type Visit } from "./issue.js";
import { hasFormat } from "../text/format.js";
import { show } from "./json-value.js";
import { matchesPattern } from "../text/pattern-form.js";

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
  if (pattern !== undefined && matchesPattern(pattern, value) === false) yield issue(visit, "pattern", `text matching ${pattern}`, show(value));
  if (format !== undefined && !hasFormat(value, format)) yield issue(visit, "format", `a text of format ${format}`, show(value));
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
