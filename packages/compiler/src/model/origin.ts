import type { Range, SourceFile } from "../source/source-file.js";

/** Where in the text a model node was written, so that a rule or a printer can point at the author's own words. */
export interface Origin {
  readonly file: SourceFile;
  /** JSON pointer inside the file; the empty string is the whole file. */
  readonly pointer: string;
  /** The stretch to underline: the key where the node has one, else the value. */
  readonly range: Range;
}
