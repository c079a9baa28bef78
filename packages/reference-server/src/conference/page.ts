import type { ConferenceCaller } from "./access.js";
import type { Cursors } from "./cursors.js";
import { refused } from "./refused.js";

/** What a list operation takes: beside these its path and its filters. */
export interface PageCall {
  readonly pageSize: number;
  readonly cursor?: string;
}

/** Whose list it is: a cursor of another list, of another caller, or of another path or filter, is none of this one. */
export interface ListRequest {
  readonly operation: string;
  readonly call: PageCall;
  readonly caller: ConferenceCaller;
}

export interface Page<T> {
  readonly items: readonly T[];
  readonly next?: string;
}

/** One page of entries, which come in order of their serial numbers: `newest` first, or `oldest` first. The cursor says after which entry the page begins, so it stays good when others come and go. */
export function pageOf<H extends { readonly serial: number }, T>(
  { cursors }: { readonly cursors: Cursors },
  request: ListRequest,
  held: readonly H[],
  order: "newest" | "oldest",
  show: (held: H) => T,
): Page<T> {
  const { pageSize, cursor } = request.call;
  const list = nameOf(request);
  const after = cursor === undefined ? undefined : cursors.placeOf(list, cursor);
  if (cursor !== undefined && after === undefined) throw refused("not-found", "The cursor is not one that this list gave.");
  const isAfter = ({ serial }: H) => after === undefined || (order === "newest" ? serial < after : serial > after);
  const sorted = [...held].sort((a, b) => (order === "newest" ? b.serial - a.serial : a.serial - b.serial)).filter(isAfter);
  const shown = sorted.slice(0, pageSize);
  const last = shown.at(-1);
  return { items: shown.map(show), ...(last !== undefined && sorted.length > shown.length ? { next: cursors.cursorOf(list, last.serial) } : {}) };
}

/** The parameters of a call are there in an order of their own, whatever the request had. */
function nameOf({ operation, call, caller }: ListRequest): string {
  const { pageSize: _, cursor: __, ...rest } = call;
  return JSON.stringify([operation, caller.user, Object.entries(rest).sort(([a], [b]) => (a < b ? -1 : 1))]);
}
