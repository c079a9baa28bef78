import type { Page, PageWish } from "./conference-store.js";

/** One page of a list whose entries are ordered by serial number: the cursor says after which. */
export function pageOf<Held extends { readonly serial: number }, Entry>(
  held: readonly Held[],
  page: PageWish,
  follows: (serial: number, after: number) => boolean,
  entryOf: (held: Held) => Entry,
): Page<Entry> {
  const after = page.after === undefined ? undefined : serialOf(page.after);
  if (after === "bad-cursor") return after;
  const rest = after === undefined ? held : held.filter((entry) => follows(entry.serial, after));
  const shown = rest.slice(0, page.size);
  const last = shown.at(-1);
  return { items: shown.map(entryOf), ...(last !== undefined && rest.length > shown.length ? { next: cursorOf(last.serial) } : {}) };
}

function cursorOf(serial: number): string {
  return Buffer.from(`after:${serial}`).toString("base64url");
}

function serialOf(cursor: string): number | "bad-cursor" {
  const text = /^after:([1-9][0-9]{0,15})$/.exec(Buffer.from(cursor, "base64url").toString("latin1"))?.[1];
  return text === undefined ? "bad-cursor" : Number(text);
}
