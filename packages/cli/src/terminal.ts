/** What a command is given of the world it runs in: all it may read and write beside files. */
export interface Terminal {
  /** Paths are relative to it, and shown so. */
  readonly workingFolder: string;
  /** Writes results, to standard output. */
  out(text: string): void;
  /** Writes what is not a result, to standard error. */
  err(text: string): void;
  /** Results may be coloured. */
  readonly colour: boolean;
  /** A person is watching standard error. */
  readonly watched: boolean;
  /** A person would have to type the input. */
  readonly typed: boolean;
  /** All of standard input. */
  input(): Promise<Uint8Array>;
  /** Aborted when the user ends the command, which then ends itself in order. Until it is asked for, the system ends the command. */
  stopSignal(): AbortSignal;
}
