/** An entity tag of a text: `entityTag("7")` is `"7"`, with its quotes. @throws TypeError where it has quotes itself, or what no header carries. */
export function entityTag(text: string | number): string {
  const tag = `"${text}"`;
  if (!isEntityTag(tag)) throw new TypeError(`${JSON.stringify(text)} cannot be the text of an entity tag.`);
  return tag;
}

/** True for the whole text of an entity tag: `"7"`, `W/"7"` (RFC 9110, 8.8.3). */
export function isEntityTag(text: string): boolean {
  return /^(?:W\/)?"[\x21\x23-\x7e\x80-\xff]*"$/.test(text);
}

/** The tags of `If-Match` or `If-None-Match`; undefined where the header is malformed. */
export function readEntityTags(header: string): "*" | readonly string[] | undefined {
  if (header.trim() === "*") return "*";
  const tags: string[] = [];
  const next = /[ \t,]*((?:W\/)?"[\x21\x23-\x7e\x80-\xff]*")[ \t]*(?=,|$)/y;
  let end = 0;
  for (let found = next.exec(header); found !== null; found = next.exec(header)) {
    tags.push(found[1] ?? "");
    end = next.lastIndex;
  }
  return tags.length > 0 && /^[ \t,]*$/.test(header.slice(end)) ? tags : undefined;
}

/** Strong comparison (RFC 9110, 8.8.3.2): what is to be changed must be the same byte for byte. */
export function matchesStrongly(tags: "*" | readonly string[], etag: string): boolean {
  return tags === "*" || (!etag.startsWith("W/") && tags.includes(etag));
}

/** Weak comparison: what is as good as the same need not be sent again. */
export function matchesWeakly(tags: "*" | readonly string[], etag: string): boolean {
  return tags === "*" || tags.some((tag) => withoutWeak(tag) === withoutWeak(etag));
}

function withoutWeak(tag: string): string {
  return tag.replace(/^W\//, "");
}
