/** A declaration that the compiler has too: what it declares, and the source text of it. */
export interface TextSection {
  readonly name: string;
  /** The file of the compiler that has it, without its ending. */
  readonly file: string;
  readonly kind: "type" | "value";
  /** Declarations that it uses. */
  readonly needs: readonly string[];
  readonly text: string;
}
