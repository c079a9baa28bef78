import { section, type SupportSection } from "./support-section.js";

/** The function that asserts each format; a format that is not here is an annotation. */
export const formatFunctions: ReadonlyMap<string, string> = new Map([
  ["date-time", "isDateTime"],
  ["date", "isDate"],
  ["time", "isTime"],
  ["duration", "isDuration"],
  ["email", "isEmail"],
  ["hostname", "isHostname"],
  ["ipv4", "isIpv4"],
  ["ipv6", "isIpv6"],
  ["uri", "isUri"],
  ["uri-reference", "isUriReference"],
  ["uri-template", "isUriTemplate"],
  ["uuid", "isUuid"],
  ["json-pointer", "isJsonPointer"],
  ["relative-json-pointer", "isRelativeJsonPointer"],
  ["regex", "isRegularExpression"],
]);

/** Formats that say how a value is stored, not what it may be. */
export const silentFormats: ReadonlySet<string> = new Set(["binary", "byte", "double", "float", "int32", "int64", "password"]);

export const formatSections: readonly SupportSection[] = [
  section("isDateTime", ["isDate", "isTime"], String.raw`
/** RFC 3339, section 5.6. */
export function isDateTime(text: string): boolean {
  return (text[10] === "T" || text[10] === "t") && isDate(text.slice(0, 10)) && isTime(text.slice(11));
}
`),
  section("isDate", [], String.raw`
/** RFC 3339, section 5.6. */
export function isDate(text: string): boolean {
  const parts = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text);
  if (parts === null) return false;
  const [year, month, day] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = month === 2 ? (leap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
  return month >= 1 && month <= 12 && day >= 1 && day <= days;
}
`),
  section("isTime", [], String.raw`
/** RFC 3339, section 5.6. A leap second is the last of a day in UTC. */
export function isTime(text: string): boolean {
  const parts = /^(\d\d):(\d\d):(\d\d)(?:\.\d+)?(?:z|([+-])(\d\d):(\d\d))$/i.exec(text);
  if (parts === null) return false;
  const [hour, minute, second] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
  const [offsetHour, offsetMinute] = [Number(parts[5] ?? 0), Number(parts[6] ?? 0)];
  if (hour > 23 || minute > 59 || second > 60 || offsetHour > 23 || offsetMinute > 59) return false;
  const offset = (offsetHour * 60 + offsetMinute) * (parts[4] === "-" ? -1 : 1);
  return second < 60 || (hour * 60 + minute - offset + 2880) % 1440 === 1439;
}
`),
  section("isDuration", [], String.raw`
/** RFC 3339, appendix A. */
export function isDuration(text: string): boolean {
  const date = "\\d+Y(?:\\d+M(?:\\d+D)?)?|\\d+M(?:\\d+D)?|\\d+D";
  const time = "T(?:\\d+H(?:\\d+M(?:\\d+S)?)?|\\d+M(?:\\d+S)?|\\d+S)";
  return new RegExp("^P(?:\\d+W|(?:" + date + ")(?:" + time + ")?|" + time + ")$").test(text);
}
`),
  section("isEmail", ["isHostname", "isIpv4", "isIpv6"], String.raw`
/** RFC 5321, section 4.1.2. */
export function isEmail(text: string): boolean {
  const at = text.lastIndexOf("@");
  const [local, domain] = [text.slice(0, at), text.slice(at + 1)];
  if (at < 1 || local.length > 64) return false;
  const atom = "[\\w!#$%&'*+/=?^\x60{|}~-]+";
  const dotted = new RegExp("^" + atom + "(?:\\." + atom + ")*$");
  if (!dotted.test(local) && !/^"(?:[ !#-[\]-~]|\\[ -~])*"$/.test(local)) return false;
  if (!domain.startsWith("[")) return isHostname(domain);
  const address = /^\[(IPv6:)?(.*)\]$/.exec(domain);
  return address !== null && (address[1] === undefined ? isIpv4(address[2] ?? "") : isIpv6(address[2] ?? ""));
}
`),
  section("isHostname", [], String.raw`
/** RFC 1123, section 2.1. */
export function isHostname(text: string): boolean {
  return text.length <= 253 && /^[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?(?:\.[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?)*$/i.test(text);
}
`),
  section("isIpv4", [], String.raw`
/** RFC 2673, section 3.2. */
export function isIpv4(text: string): boolean {
  return /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/.test(text);
}
`),
  section("isIpv6", ["isIpv4"], String.raw`
/** RFC 4291, section 2.2. */
export function isIpv6(text: string): boolean {
  const halves = text.split("::");
  if (halves.length > 2) return false;
  const groups = halves.flatMap((half) => (half === "" ? [] : half.split(":")));
  const last = groups.at(-1);
  const tail = last !== undefined && last.includes(".") && !text.endsWith("::");
  if (tail && !isIpv4(last)) return false;
  if (!(tail ? groups.slice(0, -1) : groups).every((group) => /^[\da-f]{1,4}$/i.test(group))) return false;
  const count = groups.length + (tail ? 1 : 0);
  return halves.length === 2 ? count <= 7 : count === 8;
}
`),
  section("isUri", ["isReferenceOf"], String.raw`
/** RFC 3986, with a scheme. */
export function isUri(text: string): boolean {
  return isReferenceOf(text, false);
}
`),
  section("isUriReference", ["isReferenceOf"], String.raw`
/** RFC 3986, with or without a scheme. */
export function isUriReference(text: string): boolean {
  return isReferenceOf(text, true);
}
`),
  section("isReferenceOf", ["isIpv6"], String.raw`
function isReferenceOf(text: string, relative: boolean): boolean {
  const parts = /^(?:([^:/?#]+):)?(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/su.exec(text);
  if (parts === null) return false;
  const [, scheme, authority, path = "", query = "", fragment = ""] = parts;
  if (scheme === undefined ? !relative : !/^[a-z][a-z\d+.-]*$/i.test(scheme)) return false;
  if (authority !== undefined && !isAuthority(authority)) return false;
  if (!/^(?:[\w.~!$&'()*+,;=:@/-]|%[\da-f]{2})*$/i.test(path)) return false;
  return [query, fragment].every((part) => /^(?:[\w.~!$&'()*+,;=:@/?-]|%[\da-f]{2})*$/i.test(part));
}

function isAuthority(text: string): boolean {
  const parts = /^(?:(?:[\w.~!$&'()*+,;=:-]|%[\da-f]{2})*@)?(\[[^\]]*\]|(?:[\w.~!$&'()*+,;=-]|%[\da-f]{2})*)(?::\d*)?$/i.exec(text);
  const host = parts?.[1];
  if (host === undefined) return false;
  return !host.startsWith("[") || isIpv6(host.slice(1, -1)) || /^\[v[\da-f]+\.[\w.~!$&'()*+,;=:-]+\]$/i.test(host);
}
`),
  section("isUriTemplate", [], String.raw`
/** RFC 6570, section 2. */
export function isUriTemplate(text: string): boolean {
  const variable = "(?:\\w|%[\\da-f]{2})(?:\\.?(?:\\w|%[\\da-f]{2}))*(?::[1-9]\\d{0,3}|\\*)?";
  const expression = "\\{[+#./;?&=,!@|]?" + variable + "(?:," + variable + ")*\\}";
  const character = "[^\\0-\\x20\"<>%\\\\^\\x60{|}\\x7f-\\x9f]";
  return new RegExp("^(?:" + character + "|%[\\da-f]{2}|" + expression + ")*$", "iu").test(text);
}
`),
  section("isUuid", [], String.raw`
/** RFC 9562. */
export function isUuid(text: string): boolean {
  return /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i.test(text);
}
`),
  section("isJsonPointer", [], String.raw`
/** RFC 6901. */
export function isJsonPointer(text: string): boolean {
  return /^(?:\/(?:[^~/]|~[01])*)*$/u.test(text);
}
`),
  section("isRelativeJsonPointer", [], String.raw`
/** Relative JSON Pointer: levels up, then a pointer or the name of the place. */
export function isRelativeJsonPointer(text: string): boolean {
  return /^(?:0|[1-9]\d*)(?:#|(?:\/(?:[^~/]|~[01])*)*)$/u.test(text);
}
`),
  section("isRegularExpression", [], String.raw`
/** ECMA-262. */
export function isRegularExpression(text: string): boolean {
  try {
    return new RegExp(text, "u") instanceof RegExp;
  } catch {
    return false;
  }
}
`),
];
