import { decodeText } from "./percent.js";

/** The texts under each name, still encoded: delimiters can be told from the same characters in an item only before decoding. */
export type RawTexts = ReadonlyMap<string, readonly string[]>;

/** The raw texts under each name of a query. */
export function readQuery(search: string): RawTexts {
  const texts = new Map<string, string[]>();
  for (const pair of search.replace(/^\?/, "").split("&")) {
    if (pair === "") continue;
    const split = pair.indexOf("=");
    keep(texts, decodeQuery(split === -1 ? pair : pair.slice(0, split)), split === -1 ? "" : pair.slice(split + 1));
  }
  return texts;
}

/** The cookies of a request (RFC 6265, 4.2.1). */
export function readCookies(header: string | null): RawTexts {
  const texts = new Map<string, string[]>();
  for (const pair of (header ?? "").split(";")) {
    const split = pair.indexOf("=");
    if (split > 0) keep(texts, pair.slice(0, split).trim(), pair.slice(split + 1).trim());
  }
  return texts;
}

/** What a raw text of a query says: a plus is a space there. */
export function decodeQuery(text: string): string {
  return decodeText(text.replaceAll("+", " "));
}

function keep(texts: Map<string, string[]>, name: string, text: string): void {
  const known = texts.get(name);
  if (known === undefined) texts.set(name, [text]);
  else known.push(text);
}
