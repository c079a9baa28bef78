/** Writes payloads of one content type as bytes or text, and reads them. */
export interface Codec {
  encode(value: unknown): string | Uint8Array;
  /** @throws where the content is not of its type */
  decode(content: string | Uint8Array): unknown;
}

/** By content type, without parameters: `application/x-protobuf`. */
export type Codecs = Readonly<Record<string, Codec>>;

/** JSON is read and written as such, text as a string; what has no codec passes as it is, in bytes. */
export function codecFor(contentType: string, codecs: Codecs): Codec {
  const name = (contentType.split(";")[0] ?? "").trim().toLowerCase();
  const own = Object.hasOwn(codecs, name) ? codecs[name] : undefined;
  if (own !== undefined) return own;
  if (/^application\/json$|\+json$/.test(name)) return json;
  return name.startsWith("text/") ? text : bytes;
}

const json: Codec = {
  encode: (value) => JSON.stringify(value),
  decode: (content) => JSON.parse(textOf(content)) as unknown,
};

const text: Codec = {
  encode: (value) => String(value),
  decode: textOf,
};

const bytes: Codec = {
  encode: (value) => {
    if (typeof value === "string" || value instanceof Uint8Array) return value;
    throw new TypeError("A payload that is not JSON is given in bytes, or with a codec for its content type.");
  },
  decode: (content) => (typeof content === "string" ? new TextEncoder().encode(content) : content),
};

/** Text as it is, bytes as UTF-8. */
export function textOf(content: string | Uint8Array): string {
  return typeof content === "string" ? content : new TextDecoder("utf-8", { fatal: true }).decode(content);
}
