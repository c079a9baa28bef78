import type { PageLinks } from "./operation.js";
import { valueAt } from "../json-pointer.js";

/** The entries of a list that comes in pages, read as they are asked for: `for await (const entry of pages)`. */
export interface Pages<Item, Page> extends AsyncIterable<Item> {
  /** The pages themselves. */
  pages(): AsyncIterable<Page>;
}

/** Follows a list from page to page. A list that names the same next page twice is broken, and ends with an error. */
export function followPages<Item, Page>(links: PageLinks, start: unknown, read: (cursor: unknown) => Promise<Page>): Pages<Item, Page> {
  async function* pages(): AsyncGenerator<Page, void, undefined> {
    const seen = new Set<unknown>();
    let cursor = start;
    do {
      const page = await read(cursor);
      yield page;
      seen.add(cursor);
      cursor = valueAt(page, links.next);
      if (cursor !== undefined && seen.has(cursor)) throw new Error(`The list comes back to the page at ${JSON.stringify(cursor)}.`);
    } while (cursor !== undefined && cursor !== null && cursor !== "");
  }
  return {
    pages,
    async *[Symbol.asyncIterator]() {
      for await (const page of pages()) {
        const items = valueAt(page, links.items);
        // The page has passed its validator, and the document says that its entries are there.
        if (Array.isArray(items)) yield* items as Item[];
      }
    },
  };
}
