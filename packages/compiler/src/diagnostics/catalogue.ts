import type { Entry, Severity } from "./diagnostic.js";

/** Every code there is. Codes are never reused; the wording may change. */
export const catalogue = {
  "unsupported-keyword": entry(
    "warning",
    (p: { keyword: string; where: string }) => `The keyword "${p.keyword}" of ${p.where} is not handled yet.`,
    () => "Remove it, or do not rely on it: nothing that Parley makes will know of it.",
  ),
} as const;

function entry<P>(severity: Severity, message: (p: P) => string, hint?: (p: P) => string | undefined): Entry<P> {
  return hint === undefined ? { severity, message } : { severity, message, hint };
}
