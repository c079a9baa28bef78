/** One reason why a value is not valid, as every generated `explainX` gives it. */
export interface Issue {
  /** JSON pointer of the wrong place in the value; empty for the value itself. */
  readonly pointer: string;
  /** The JSON Schema keyword that does not hold: `minimum`. */
  readonly keyword: string;
  readonly expected: string;
  readonly found: string;
  /** Where the specification says so. */
  readonly at: string;
}

/** The first issue, for the end of an error's message; nothing where there is none. */
export function firstOf(issues: readonly Omit<Issue, "at">[]): string {
  const [first] = issues;
  if (first === undefined) return "";
  return `: ${first.pointer === "" ? "" : `${first.pointer}: `}expected ${first.expected}, found ${first.found}`;
}
