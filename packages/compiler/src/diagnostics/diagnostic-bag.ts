import { diagnostic, type Diagnostic, type DiagnosticCode, type Location, type ParametersOf, type Related } from "./diagnostic.js";

/** Gathers the diagnostics of one compilation: each once, and in the order of the text at the end. */
export class DiagnosticBag {
  readonly #found = new Map<string, Diagnostic>();

  add<Code extends DiagnosticCode>(code: Code, location: Location, parameters: ParametersOf<Code>, related: readonly Related[] = []): void {
    this.take([diagnostic(code, location, parameters, related)]);
  }

  /** Adds what another stage found. */
  take(diagnostics: readonly Diagnostic[]): void {
    for (const found of diagnostics) {
      const { file, range, pointer } = found.location;
      const key = [file.path, range?.start ?? -1, found.code, pointer, found.message].join("\n");
      if (!this.#found.has(key)) this.#found.set(key, found);
    }
  }

  /** How many there are. */
  get size(): number {
    return this.#found.size;
  }

  /** Takes back those of some codes that were added since there were so many. */
  drop(since: number, codes: readonly DiagnosticCode[]): void {
    for (const [key, { code }] of [...this.#found].slice(since)) if (codes.includes(code)) this.#found.delete(key);
  }

  has(code: DiagnosticCode): boolean {
    return [...this.#found.values()].some((found) => found.code === code);
  }

  /** Sorted by file and offset, so that output is stable; first of all what keeps the rest from being read. */
  sorted(): readonly Diagnostic[] {
    return [...this.#found.values()].sort(byPlace);
  }
}

function byPlace(one: Diagnostic, other: Diagnostic): number {
  return (
    Number(hides(other)) - Number(hides(one)) ||
    compare(one.location.file.path, other.location.file.path) ||
    (one.location.range?.start ?? -1) - (other.location.range?.start ?? -1) ||
    compare(one.code, other.code) ||
    compare(one.message, other.message)
  );
}

function hides({ code }: Diagnostic): boolean {
  return code === "reference-outside-root";
}

/** By code units, not by locale: the same on every machine. */
function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
