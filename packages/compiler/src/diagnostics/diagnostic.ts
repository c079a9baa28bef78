import type { Range, SourceFile } from "../source/source-file.js";
import { catalogue } from "./catalogue.js";
import type { Entry, Severity } from "./entry.js";

/** A mistake of the author: a value, never an exception. */
export interface Diagnostic {
  readonly code: DiagnosticCode;
  readonly severity: Severity;
  /** The fact, with the author's names in quotes. */
  readonly message: string;
  /** One imperative sentence that mends it. */
  readonly hint?: string;
  readonly location: Location;
  /** The other half: the first declaration, the reference that led here. */
  readonly related: readonly Related[];
}

/** A place in the text. */
export interface Location {
  readonly file: SourceFile;
  /** Absent where the whole file is meant. */
  readonly range?: Range;
  /** JSON pointer; the empty string is the whole file. */
  readonly pointer: string;
}

export interface Related {
  readonly message: string;
  readonly location: Location;
}

export type DiagnosticCode = keyof typeof catalogue;

/** What the message of a code must be told. */
export type ParametersOf<Code extends DiagnosticCode> = Parameters<(typeof catalogue)[Code]["message"]>[0];

/** Makes a diagnostic. An unknown code, or a missing parameter, does not compile. */
export function diagnostic<Code extends DiagnosticCode>(
  code: Code,
  location: Location,
  parameters: ParametersOf<Code>,
  related: readonly Related[] = [],
): Diagnostic {
  const entry = catalogue[code] as Entry<ParametersOf<Code>>;
  const hint = entry.hint?.(parameters);
  return {
    code,
    severity: entry.severity,
    message: entry.message(parameters),
    ...(hint === undefined ? {} : { hint }),
    location,
    related,
  };
}
