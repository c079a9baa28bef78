import { section, type SupportSection } from "./support-section.js";

/** What validators of schemas that lead back to themselves call, so that no value is deeper than the stack. */
export const depthSections: readonly SupportSection[] = [
  section("maxDepth", [], String.raw`
/** How many objects and arrays may stand inside one another: far more than messages have, and less than half of what the stack holds. */
const maxDepth = 128;
`),
  section("nested", ["isWithinDepth"], String.raw`
let isInside = false;

/** Judges a value by a function that goes as deep as the value: the outermost call looks first at how deep that is. */
export function nested(value: unknown, is: (value: unknown) => boolean): boolean {
  if (isInside) return is(value);
  if (!isWithinDepth(value)) return false;
  isInside = true;
  try {
    return is(value);
  } finally {
    isInside = false;
  }
}
`),
  section("verdicts", [], String.raw`
/** What functions said of values, while the outermost validator is at work. */
let verdicts: Map<(value: unknown) => boolean, Map<unknown, boolean>> | undefined;
`),
  section("remembering", ["verdicts"], String.raw`
/** Judges a value by a function that leads to others that judge a value once. */
export function remembering(value: unknown, is: (value: unknown) => boolean): boolean {
  if (verdicts !== undefined) return is(value);
  verdicts = new Map();
  try {
    return is(value);
  } finally {
    verdicts = undefined;
  }
}
`),
  section("once", ["verdicts", "remembering"], String.raw`
/** Judges a value by a function that several ways lead to with the same value: it is asked once. */
export function once(value: unknown, is: (value: unknown) => boolean): boolean {
  if (verdicts === undefined) return remembering(value, (same) => once(same, is));
  const said = verdicts.get(is) ?? new Map<unknown, boolean>();
  verdicts.set(is, said);
  const before = said.get(value);
  if (before !== undefined) return before;
  // A schema that leads back to itself at the same value says nothing new.
  said.set(value, true);
  const verdict = is(value);
  said.set(value, verdict);
  return verdict;
}
`),
  section("explainNested", ["Issue", "Rules", "explain", "isWithinDepth"], String.raw`
/** Why the value breaks the rules; of one that is too deep, only that it is. */
export function explainNested(rules: Rules, value: unknown): readonly Issue[] {
  if (isWithinDepth(value)) return explain(rules, value);
  return [{ pointer: "", keyword: "depth", expected: "at most " + maxDepth + " levels", found: "more", at: rules.at ?? "" }];
}
`),
  section("isWithinDepth", ["isRecord", "maxDepth"], String.raw`
function isWithinDepth(value: unknown, levels = maxDepth): boolean {
  if (Array.isArray(value)) return levels > 0 && value.every((item) => isWithinDepth(item, levels - 1));
  if (!isRecord(value)) return true;
  if (levels === 0) return false;
  // What is inherited is read by validators too.
  for (const name in value) if (!isWithinDepth(value[name], levels - 1)) return false;
  return true;
}
`),
];
