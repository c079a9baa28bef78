/** A piece of `support.ts`, or of a file beside it: what it declares, and the source text of it. */
export interface SupportSection {
  readonly name: string;
  readonly kind: "type" | "value";
  /** Sections that it calls. */
  readonly needs: readonly string[];
  readonly text: string;
  /** The file that has it, where that is not `support.ts`. */
  readonly path?: string;
}

/** A section of values; the text is without margin. */
export function section(name: string, needs: readonly string[], text: string, kind: "type" | "value" = "value"): SupportSection {
  return { name, kind, needs, text: text.trim() };
}
