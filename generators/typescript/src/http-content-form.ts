/** True for JSON in any of its media types. */
export function isJsonType(mediaType: string): boolean {
  const essence = essenceOf(mediaType);
  return essence === "application/json" || essence.endsWith("+json");
}

/** True for what is a text, though not JSON. */
export function isTextType(mediaType: string): boolean {
  const essence = essenceOf(mediaType);
  return essence.startsWith("text/") || essence === "application/xml" || essence.endsWith("+xml");
}

/** The media type without its parameters, in lower case. */
export function essenceOf(mediaType: string): string {
  return mediaType.split(";", 1)[0]?.trim().toLowerCase() ?? "";
}
