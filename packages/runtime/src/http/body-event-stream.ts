import { type BodyCodec, type BodySource, issueAt } from "./body-codec.js";
import { judged } from "./body-lines.js";
import { isItems, itemsToStream, textsOf } from "./item-stream.js";
import type { HttpMedia } from "./operation.js";

/** An event of `text/event-stream`, as OpenAPI 3.2 has it: what was not sent is absent. */
export interface ServerSentEvent {
  readonly event?: string;
  readonly data?: string;
  readonly id?: string;
  /** Milliseconds after which a lost stream is asked for again. */
  readonly retry?: number;
}

/** Server-sent events (HTML, 9.2). Comments are passed over. */
export const eventStream: BodyCodec = {
  isEndless: true,
  takes: isItems,
  write(media, value, context) {
    if (!isItems(value)) return { kind: "broken", issues: [issueAt("", "content", "an async iterable", typeof value, media.type)] };
    const judge = (item: unknown): unknown => {
      judged(media, item, context.broken);
      const torn = ["event", "id"].find((name) => /[\r\n\0]/.test(String(fieldOf(item, name) ?? "")));
      if (torn !== undefined) throw context.broken([issueAt(`/body/${torn}`, "content", "one line", "several", media.type)]);
      return item;
    };
    return { kind: "body", body: itemsToStream(value, judge, (item) => writeEvent(media, item), context.failed), type: context.type };
  },
  read: (media, source) => ({ kind: "value", value: readEvents(media, source) }),
};

function writeEvent(media: HttpMedia, item: unknown): string {
  const lines: string[] = [];
  for (const name of ["event", "id", "retry"]) {
    const value = fieldOf(item, name);
    if (value !== undefined) lines.push(`${name}: ${String(value)}`);
  }
  const data = fieldOf(item, "data");
  const text = media.jsonData === true && data !== undefined ? JSON.stringify(data) : data;
  if (text !== undefined) for (const line of String(text).split(/\r\n|\r|\n/)) lines.push(`data: ${line}`);
  return `${lines.join("\n")}\n\n`;
}

async function* readEvents(media: HttpMedia, source: BodySource): AsyncGenerator<unknown, void, undefined> {
  let fields = new Map<string, string>();
  let isFirst = true;
  for await (const text of textsOf(source, /\r\n|\n|\r/)) {
    const line = isFirst ? text.replace(/^\ufeff/, "") : text;
    isFirst = false;
    if (line === "") {
      if (fields.size > 0) yield judged(media, eventOf(media, fields, source), source.broken);
      fields = new Map();
      continue;
    }
    const colon = line.indexOf(":");
    if (colon === 0) continue;
    const name = colon === -1 ? line : line.slice(0, colon);
    const value = colon === -1 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (!["event", "data", "id", "retry"].includes(name)) continue;
    const before = fields.get("data");
    fields.set(name, name === "data" && before !== undefined ? `${before}\n${value}` : value);
  }
}

function eventOf(media: HttpMedia, fields: ReadonlyMap<string, string>, source: BodySource): unknown {
  return Object.fromEntries(
    Array.from(fields, ([name, text]): [string, unknown] => {
      if (name === "retry" && /^\d+$/.test(text)) return [name, Number(text)];
      return [name, name === "data" && media.jsonData === true ? parsed(media, text, source) : text];
    }),
  );
}

function parsed(media: HttpMedia, text: string, source: BodySource): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw source.broken([issueAt("/body/data", "content", "JSON", "another text", media.type)]);
  }
}

function fieldOf(item: unknown, name: string): unknown {
  return typeof item === "object" && item !== null ? Object.getOwnPropertyDescriptor(item, name)?.value : undefined;
}
