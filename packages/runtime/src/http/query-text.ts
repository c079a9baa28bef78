/** The raw texts under each name of a query. Commas that part a list can be told from commas in an item only before decoding. */
export function readQuery(search: string): ReadonlyMap<string, readonly string[]> {
  const texts = new Map<string, string[]>();
  for (const pair of search.replace(/^\?/, "").split("&")) {
    if (pair === "") continue;
    const split = pair.indexOf("=");
    const name = decodeQuery(split === -1 ? pair : pair.slice(0, split));
    const known = texts.get(name);
    const text = split === -1 ? "" : pair.slice(split + 1);
    if (known === undefined) texts.set(name, [text]);
    else known.push(text);
  }
  return texts;
}

/** What a raw text says; one that is not valid percent-encoding says itself. */
export function decodeQuery(text: string): string {
  const spaced = text.replaceAll("+", " ");
  try {
    return decodeURIComponent(spaced);
  } catch {
    return spaced;
  }
}
