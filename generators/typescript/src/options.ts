/** What a user may choose about the TypeScript that is printed. */
export interface TypeScriptOptions {
  /** Who judges: validators that Parley compiles (default), or those of ajv, made in advance. */
  readonly validators?: "parley" | "ajv";
  /** Whether the code imports `@parley/runtime` (default), or whoever writes the files places its sources beside them. */
  readonly runtime?: "import" | "copy";
  /** Patterns that may take without bound are tested as the author wrote them; else those that have no bounded form are refused. */
  readonly unsafePatterns?: boolean;
  /** A file of more lines is parted, where the specification has tags or channels to part it by: 1,500 where nothing is said. */
  readonly longestFile?: number;
}
