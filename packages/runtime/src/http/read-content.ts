import { isJson, isText, isUtf8 } from "./media-type.js";

/** The bytes of a body, or word that it is over the limit: then it is not read to its end. */
export async function readBytes(body: ReadableStream<Uint8Array> | null, maxBytes: number): Promise<Uint8Array | "too-large"> {
  if (body === null) return new Uint8Array(0);
  const reader = body.getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    length += read.value.byteLength;
    if (length > maxBytes) {
      // The sender may go on for ever: it is told to stop, and nobody waits for it.
      reader.cancel().catch(() => undefined);
      return "too-large";
    }
    chunks.push(read.value);
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.byteLength;
  }
  return bytes;
}

/** What bytes of a media type stand for: a JSON value, a text, or themselves. Boxed, because `null` is a value. */
export type ContentRead =
  | { readonly kind: "value"; readonly value: unknown }
  | { readonly kind: "not-utf-8" }
  | { readonly kind: "not-json" };

/** Reads bytes as their media type says. */
export function readContent(type: string, bytes: Uint8Array): ContentRead {
  const json = isJson(type);
  if (!json && !isText(type)) return { kind: "value", value: bytes };
  if (!isUtf8(type)) return { kind: "not-utf-8" };
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return { kind: "not-utf-8" };
  }
  if (!json) return { kind: "value", value: text };
  try {
    return { kind: "value", value: JSON.parse(text) };
  } catch {
    return { kind: "not-json" };
  }
}

/** The body that sends a value as a media type: what {@link readContent} reads back. */
export function writeContent(type: string, value: unknown): string | Uint8Array<ArrayBuffer> {
  if (isJson(type)) return JSON.stringify(value);
  return value instanceof Uint8Array ? new Uint8Array(value) : String(value);
}
