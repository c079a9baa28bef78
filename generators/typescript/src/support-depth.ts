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
