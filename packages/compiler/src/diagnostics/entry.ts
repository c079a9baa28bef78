import type { Entry, Severity } from "./diagnostic.js";

/** One code of the catalogue: its severity, its sentence, and the sentence that mends it. */
export function entry<P>(severity: Severity, message: (p: P) => string, hint?: (p: P) => string | undefined): Entry<P> {
  return hint === undefined ? { severity, message } : { severity, message, hint };
}
