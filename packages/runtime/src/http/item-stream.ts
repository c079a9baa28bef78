import { type BodySource, issueAt } from "./body-codec.js";

export function isItems(value: unknown): value is AsyncIterable<unknown> | Iterable<unknown> {
  return typeof value === "object" && value !== null && (Symbol.asyncIterator in value || Symbol.iterator in value);
}

/** Items as bytes, one at a time as the reader asks; a reader that goes ends the source. */
export function itemsToStream(
  items: AsyncIterable<unknown> | Iterable<unknown>,
  judge: (item: unknown) => unknown,
  textOf: (item: unknown) => string,
  failed: (error: unknown) => void,
): ReadableStream<Uint8Array> {
  const iterator = Symbol.asyncIterator in items ? items[Symbol.asyncIterator]() : items[Symbol.iterator]();
  const encoder = new TextEncoder();
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const next = await iterator.next();
          if (next.done === true) controller.close();
          else controller.enqueue(encoder.encode(textOf(judge(next.value))));
        } catch (error) {
          failed(error);
          controller.error(error);
          await iterator.return?.();
        }
      },
      async cancel() {
        await iterator.return?.();
      },
    },
    { highWaterMark: 0 },
  );
}

/** The texts of a body between separators, as they arrive. Who stops reading ends the body. */
export async function* textsOf({ body, maxBytes, broken }: BodySource, separator: RegExp): AsyncGenerator<string, void, undefined> {
  if (body === null) return;
  const reader = body.getReader();
  const decoder = new TextDecoder();
  // Only what has come is searched: an item that comes in many pieces costs no more than one that comes whole.
  let held: string[] = [];
  let length = 0;
  let carried = "";
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      const chunk = carried + decoder.decode(read.value, { stream: true });
      carried = chunk.endsWith("\r") ? "\r" : "";
      const texts = chunk.slice(0, chunk.length - carried.length).split(separator);
      const rest = texts.pop() ?? "";
      for (const text of texts) {
        yield held.join("") + text;
        held = [];
        length = 0;
      }
      held.push(rest);
      length += rest.length;
      if (length > maxBytes) throw broken([issueAt("/body", "maxLength", `items of at most ${maxBytes} bytes`, "a longer one", "itemSchema")]);
    }
    const last = held.join("") + carried + decoder.decode();
    if (last !== "") yield* last.split(separator);
  } finally {
    reader.cancel().catch(() => undefined);
  }
}
