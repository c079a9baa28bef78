const encoder = new TextEncoder();

/** Bytes of the text in UTF-8. Counted only where the length alone cannot tell that it is within the limit. */
export function utf8Length(text: string, limit: number): number {
  if (text.length * 3 <= limit || text.length > limit) return text.length;
  return encoder.encode(text).length;
}

/** Bytes of the text in UTF-8, always counted. */
export function utf8Bytes(text: string): number {
  return encoder.encode(text).length;
}
