export type Severity = "error" | "warning";

/** One code of the catalogue: its severity, its sentence, and the sentence that mends it. */
export interface Entry<P> {
  readonly severity: Severity;
  readonly message: (parameters: P) => string;
  readonly hint?: (parameters: P) => string | undefined;
}

/** Writes a row of the catalogue. */
export function entry<P>(severity: Severity, message: (p: P) => string, hint?: (p: P) => string | undefined): Entry<P> {
  return hint === undefined ? { severity, message } : { severity, message, hint };
}
