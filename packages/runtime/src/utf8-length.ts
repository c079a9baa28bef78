const encoder = new TextEncoder();
const scratch = new Uint8Array(32_768);

/** Bytes of the text in UTF-8. Where the length alone tells on which side of the limit it is, nothing is counted. */
export function utf8Length(text: string, limit: number): number {
  return text.length * 3 <= limit || text.length > limit ? text.length : utf8Bytes(text);
}

/** Bytes of the text in UTF-8, always counted. */
export function utf8Bytes(text: string): number {
  // A usual message needs no memory of its own for being counted.
  return text.length * 3 <= scratch.length ? encoder.encodeInto(text, scratch).written : encoder.encode(text).length;
}
