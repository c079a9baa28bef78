/** A step of a JSON pointer, as it stands in one (RFC 6901). */
export function escaped(token: string): string {
  return token.replaceAll("~", "~0").replaceAll("/", "~1");
}

export function unescaped(token: string): string {
  return token.replaceAll("~1", "/").replaceAll("~0", "~");
}
