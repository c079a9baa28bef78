/** One part as it is on the wire. */
export interface PartBytes {
  readonly name: string;
  readonly fileName?: string;
  readonly type?: string;
  readonly headers: Headers;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** The parts between boundaries (RFC 2046, 5.1.1). Nothing is read of a file before it is sent. */
export function writeParts(boundary: string, parts: readonly { readonly head: string; readonly content: BlobPart }[]): Blob {
  return new Blob([...parts.flatMap(({ head, content }) => [`--${boundary}\r\n${head}\r\n\r\n`, content, "\r\n"]), `--${boundary}--\r\n`]);
}

/** The parts of a form; undefined where the bytes are none. */
export function readParts(type: string, bytes: Uint8Array): readonly PartBytes[] | undefined {
  const boundary = /;\s*boundary=(?:"([^"]*)"|([^;\s]*))/i.exec(type);
  const mark = boundary?.[1] ?? boundary?.[2] ?? "";
  if (mark === "") return undefined;
  // Latin-1 maps each byte to one character, so that places in the text are places in the bytes.
  const text = `\r\n${latin(bytes)}`;
  const parts: PartBytes[] = [];
  let at = text.indexOf(`\r\n--${mark}`);
  while (at !== -1) {
    const start = at + mark.length + 4;
    if (text.startsWith("--", start)) return parts;
    const lineEnd = text.indexOf("\r\n", start);
    const next = lineEnd === -1 ? -1 : text.indexOf(`\r\n--${mark}`, lineEnd);
    if (next === -1) return undefined;
    const part = readPart(text.slice(lineEnd, next), bytes, lineEnd - 2);
    if (part === undefined) return undefined;
    parts.push(part);
    at = next;
  }
  return undefined;
}

/** `text` begins with the line break before the headers; `offset` is where that is in the bytes. */
function readPart(text: string, bytes: Uint8Array, offset: number): PartBytes | undefined {
  const end = text.indexOf("\r\n\r\n");
  if (end === -1) return undefined;
  const headers = new Headers();
  for (const line of text.slice(2, Math.max(2, end)).split("\r\n")) {
    const colon = line.indexOf(":");
    try {
      if (colon > 0) headers.append(line.slice(0, colon).trim(), line.slice(colon + 1).trim());
    } catch {
      return undefined;
    }
  }
  const disposition = headers.get("content-disposition") ?? "";
  const name = quotedIn(disposition, "name");
  if (name === undefined) return undefined;
  const fileName = quotedIn(disposition, "filename");
  const type = headers.get("content-type");
  return {
    name,
    ...(fileName === undefined ? {} : { fileName }),
    ...(type === null ? {} : { type }),
    headers,
    bytes: new Uint8Array(bytes.subarray(offset + end + 4, offset + text.length)),
  };
}

function quotedIn(disposition: string, key: string): string | undefined {
  const found = new RegExp(`;\\s*${key}=(?:"((?:[^"\\\\]|\\\\.)*)"|([^;\\s]*))`, "i").exec(disposition);
  if (found === null) return undefined;
  const text = (found[1]?.replace(/\\(["\\])/g, "$1") ?? found[2] ?? "").replace(/%(0D|0A|22)/g, decodeURIComponent);
  return new TextDecoder().decode(Uint8Array.from(text, (character) => character.charCodeAt(0)));
}

function latin(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return text;
}
