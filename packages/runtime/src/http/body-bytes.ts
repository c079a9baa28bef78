import { type BodyCodec, issueAt } from "./body-codec.js";
import { readBytes } from "./read-content.js";

/** Content without a form of its own, as it is sent: whole, or as a stream of unknown length. */
export type OutgoingBytes = Uint8Array | Blob | ReadableStream<Uint8Array> | IncomingBytes;

/** Content as it comes in. It can be read once, in one of these ways. */
export class IncomingBytes {
  /** `image/png`, as the sender says. */
  readonly type: string;
  /** In bytes, where the sender says it. */
  readonly size: number | undefined;
  readonly #body: ReadableStream<Uint8Array> | null;
  readonly #maxBytes: number;
  constructor(body: ReadableStream<Uint8Array> | null, type: string, size: number | undefined, maxBytes: number) {
    this.type = type;
    this.size = size;
    this.#body = body;
    this.#maxBytes = maxBytes;
  }

  /** The bytes as they arrive, however many. */
  stream(): ReadableStream<Uint8Array> {
    return this.#body ?? new Blob([]).stream();
  }

  /** The same, chunk by chunk: `for await (const chunk of body)`. Who stops ends the transfer. */
  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array, void, undefined> {
    const reader = this.stream().getReader();
    try {
      for (let read = await reader.read(); !read.done; read = await reader.read()) yield read.value;
    } finally {
      reader.cancel().catch(() => undefined);
    }
  }

  /** All bytes. @throws RangeError where they are more than `maxBodyBytes`. */
  async bytes(): Promise<Uint8Array<ArrayBuffer>> {
    const bytes = await readBytes(this.#body, this.#maxBytes);
    if (bytes === "too-large") throw new RangeError(`The content has more than ${this.#maxBytes} bytes: read it as a stream.`);
    return new Uint8Array(bytes);
  }

  /** All of it as UTF-8. @throws RangeError where it has more than `maxBodyBytes`. */
  async text(): Promise<string> {
    return new TextDecoder().decode(await this.bytes());
  }
}

/** Hands bytes on as they come: `application/octet-stream`, `image/*`, and whatever else has no form here. */
export const bytes: BodyCodec = {
  takes: (value) => value instanceof Uint8Array || value instanceof Blob || value instanceof ReadableStream || value instanceof IncomingBytes,
  write(media, value, { type }) {
    if (!bytes.takes(value)) {
      return { kind: "broken", issues: [issueAt("", "content", "bytes, a Blob or a stream", typeof value, media.type)] };
    }
    return { kind: "body", body: value instanceof IncomingBytes ? value.stream() : (value as Blob), type };
  },
  read: (_, { body, type, size, maxBytes }) => ({ kind: "value", value: new IncomingBytes(body, type, size, maxBytes) }),
};
