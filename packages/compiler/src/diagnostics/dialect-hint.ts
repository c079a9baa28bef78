/** What other dialects write, and how it is said here. */
export function dialectHint(pattern: string): string | undefined {
  const found = dialects.find(([written]) => written.test(pattern));
  return found?.[1];
}

const dialects: readonly (readonly [RegExp, string])[] = [
  [/\\[AzZ]/, "Write ^ for the beginning of the text, and $ for its end."],
  [/\(\?[imsx]/, "Flags have no place in a pattern: write [Aa] for a letter of either case."],
  [/\(\?P[<=>]/, "Write (?<name>...) for a named group, and \\k<name> for what it took."],
  [/\(\?[#>]/, "Comments and atomic groups are of another dialect: leave them out."],
  [/[*+?}]\+/, "Possessive repetitions are of another dialect: leave out the second sign."],
  [/\[\[:/, "Write the characters out: [A-Za-z] for [[:alpha:]]."],
  [/\\[hH]/, "Write [ \\t] for white space within a line."],
  [/\\[pP](?:\{Is|[A-Z])/, "Write \\p{Script=Latin} or \\p{L}: a property has its Unicode name, in braces."],
  [/\{,\d/, "Write the lower bound: {0,5}."],
];
