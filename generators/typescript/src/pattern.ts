/** The regular expression of a pattern; undefined where it is none. */
export function compiledPattern(pattern: string): RegExp | undefined {
  // Many authors write escapes that only the older, lenient syntax has: "\-".
  for (const flags of ["u", ""]) {
    try {
      return new RegExp(pattern, flags);
    } catch {
      continue;
    }
  }
  return undefined;
}
