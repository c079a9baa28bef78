import { type BodyCodec, type BodySource, issueAt } from "./body-codec.js";
import type { Issue } from "../issue.js";
import type { HttpMedia } from "./operation.js";
import { issuesUnder } from "./reply.js";
import { isItems, itemsToStream, textsOf } from "./item-stream.js";

/** A JSON value a line: `application/jsonl`, `application/x-ndjson`. */
export const jsonLines: BodyCodec = lines("");

/** JSON text sequences (RFC 7464): a record separator before each value. */
export const jsonSequence: BodyCodec = lines("\u001e");

function lines(before: string): BodyCodec {
  return {
    isEndless: true,
    takes: isItems,
    write(media, value, context) {
      if (!isItems(value)) return { kind: "broken", issues: [issueAt("", "content", "an async iterable", typeof value, media.type)] };
      const textOf = (item: unknown): string => `${before}${JSON.stringify(item)}\n`;
      return { kind: "body", body: itemsToStream(value, (item) => judged(media, item, context.broken), textOf, context.failed), type: context.type };
    },
    read: (media, source) => ({ kind: "value", value: readLines(media, source, before) }),
  };
}

async function* readLines(media: HttpMedia, source: BodySource, before: string): AsyncGenerator<unknown, void, undefined> {
  for await (const line of textsOf(source, /\n/)) {
    const text = (before !== "" && line.startsWith(before) ? line.slice(before.length) : line).trim();
    if (text === "") continue;
    let item: unknown;
    try {
      item = JSON.parse(text);
    } catch {
      throw source.broken([issueAt("/body", "content", "JSON", "another text", media.type)]);
    }
    yield judged(media, item, source.broken);
  }
}

/** The item, if it is valid. */
export function judged(media: HttpMedia, item: unknown, broken: (issues: readonly Issue[]) => Error): unknown {
  if (media.item?.is(item) === false) throw broken(issuesUnder("/body", media.item.explain(item)));
  return item;
}
