/** Percent-encodes everything but the unreserved characters (RFC 3986, 2.3), as RFC 6570 expands a value. */
export function encodeText(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, hex);
}

/** Lets the reserved characters and what is percent-encoded already pass (RFC 6570, 3.2.3). */
export function encodeReserved(text: string): string {
  return text.replace(/%(?![0-9A-Fa-f]{2})|[^%]+/g, (part) => encodeURI(part).replaceAll("%5B", "[").replaceAll("%5D", "]"));
}

/** What an encoded text says; one that is not valid percent-encoding says itself. */
export function decodeText(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** True for valid percent-encoding of UTF-8. */
export function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

function hex(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}
