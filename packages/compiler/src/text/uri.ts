import { isIpv6 } from "./host.js";

/** RFC 3986, with a scheme. */
export function isUri(text: string): boolean {
  return isReferenceOf(text, false);
}

/** RFC 3986, with or without a scheme. */
export function isUriReference(text: string): boolean {
  return isReferenceOf(text, true);
}

/** RFC 3987, with a scheme. */
export function isIri(text: string): boolean {
  return isReferenceOf(asciiForm(text), false);
}

/** RFC 3987, with or without a scheme. */
export function isIriReference(text: string): boolean {
  return isReferenceOf(asciiForm(text), true);
}

/** RFC 3987, section 3.1: characters beyond ASCII are mapped to percent signs, which may stand wherever those may. */
function asciiForm(text: string): string {
  const query = text.search(/[?#]/);
  const beyond = /(?!\p{Noncharacter_Code_Point})[\xa0-\ud7ff\uf900-\uffef\u{10000}-\u{dffff}\u{e1000}-\u{effff}]/gu;
  const inPrivate = /(?!\p{Noncharacter_Code_Point})\p{Co}/gu;
  const marked = text.replace(beyond, "%00");
  if (text[query] !== "?") return marked;
  const [before, after] = [marked.indexOf("?"), marked.indexOf("#")];
  const end = after < 0 ? marked.length : after;
  return marked.slice(0, before) + marked.slice(before, end).replace(inPrivate, "%00") + marked.slice(end);
}

function isReferenceOf(text: string, relative: boolean): boolean {
  const [address, fragment] = cutAt(text, text.indexOf("#"));
  const [place, query] = cutAt(address, address.indexOf("?"));
  const mark = place.search(/[:/]/);
  const hasScheme = place[mark] === ":";
  if (hasScheme ? !/^[a-z][a-z\d+.-]*$/i.test(place.slice(0, mark)) : !relative) return false;
  const rest = hasScheme ? place.slice(mark + 1) : place;
  const hasAuthority = rest.startsWith("//");
  const start = hasAuthority ? rest.indexOf("/", 2) : 0;
  if (hasAuthority && !isAuthority(start < 0 ? rest.slice(2) : rest.slice(2, start))) return false;
  const path = start < 0 ? "" : rest.slice(start);
  if (!/^(?:[\w.~!$&'()*+,;=:@/-]|%[\da-f]{2})*$/i.test(path)) return false;
  return [query, fragment].every((part) => /^(?:[\w.~!$&'()*+,;=:@/?-]|%[\da-f]{2})*$/i.test(part));
}

/** What is before a place, and what comes after the character there; all and nothing where there is no such place. */
function cutAt(text: string, at: number): readonly [before: string, after: string] {
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
}

function isAuthority(text: string): boolean {
  const at = text.indexOf("@");
  if (!/^(?:[\w.~!$&'()*+,;=:-]|%[\da-f]{2})*$/i.test(text.slice(0, Math.max(at, 0)))) return false;
  const host = /^(\[[^\]]*\]|(?:[\w.~!$&'()*+,;=-]|%[\da-f]{2})*)(?::\d*)?$/i.exec(text.slice(at + 1))?.[1];
  if (host === undefined) return false;
  return !host.startsWith("[") || isIpv6(host.slice(1, -1)) || /^\[v[\da-f]+\.[\w.~!$&'()*+,;=:-]+\]$/i.test(host);
}
