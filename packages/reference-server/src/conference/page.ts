import { refused } from "./refused.js";

/** What a list operation takes. */
export interface PageCall {
  readonly pageSize: number;
  readonly cursor?: string;
}

/** One page of entries that are ordered by serial number: `newest` first, or `oldest` first. The cursor says after which entry the page begins, so it stays good when others come and go. */
export function pageOf<H extends { readonly serial: number }, T>(held: Iterable<H>, call: PageCall, order: "newest" | "oldest", show: (held: H) => T): { readonly items: readonly T[]; readonly next?: string } {
  const sign = order === "newest" ? -1 : 1;
  const sorted = [...held].sort((a, b) => sign * (a.serial - b.serial));
  const after = call.cursor === undefined ? undefined : serialOf(call.cursor);
  const rest = after === undefined ? sorted : sorted.filter(({ serial }) => sign * (serial - after) > 0);
  const shown = rest.slice(0, call.pageSize);
  const last = shown.at(-1);
  return { items: shown.map(show), ...(last !== undefined && rest.length > shown.length ? { next: cursorOf(last.serial) } : {}) };
}

function cursorOf(serial: number): string {
  return Buffer.from(`after:${serial}`).toString("base64url");
}

function serialOf(cursor: string): number {
  const text = /^after:([1-9][0-9]{0,15})$/.exec(Buffer.from(cursor, "base64url").toString("latin1"))?.[1];
  if (text === undefined) throw refused("not-found", "The cursor is not one that this list gave.");
  return Number(text);
}
