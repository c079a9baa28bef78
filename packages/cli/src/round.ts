import type { Diagnostic } from "@parley/compiler";
import type { ExitStatus } from "./exit-status.js";

/** What one round of a command that may go on did: check, generate. */
export interface Round {
  readonly status: ExitStatus;
  readonly diagnostics: readonly Diagnostic[];
  readonly judged: readonly string[];
  /** What became of the files, a line a folder or, of those that are not up to date, a line a file. */
  readonly lines: readonly string[];
}
