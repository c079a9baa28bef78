/** A text that takes long to match: its middle can be led on in ever more ways, and its end makes all of them fail. */
export interface LongText {
  readonly prefix: string;
  readonly pump: string;
  readonly times: number;
  readonly suffix: string;
}
