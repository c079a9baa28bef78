/** One file to be written. */
export interface OutputFile {
  /** Inside the output folder, with forward slashes: `gen/models.ts`. */
  readonly path: string;
  readonly text: string;
}
