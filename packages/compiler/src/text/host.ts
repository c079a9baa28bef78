import { isIdnHostname } from "./idna.js";

/** RFC 1123, section 2.1; a label that begins with "xn--" is one that RFC 5891, section 4.4, makes. */
export function isHostname(text: string): boolean {
  return isDomain(text) && (!/xn--/i.test(text) || isIdnHostname(text));
}

/** RFC 1123, section 2.1, as far as its syntax goes. */
export function isDomain(text: string): boolean {
  return text.length <= 253 && /^[A-Za-z\d](?:[A-Za-z\d-]{0,61}[A-Za-z\d])?(?:\.[A-Za-z\d](?:[A-Za-z\d-]{0,61}[A-Za-z\d])?)*$/.test(text);
}

/** RFC 2673, section 3.2: four decimals without leading zeros. */
export function isIpv4(text: string): boolean {
  const parts = text.length > 15 ? [] : text.split(".");
  return parts.length === 4 && parts.every((part) => /^(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)$/.test(part));
}

/** RFC 4291, section 2.2. */
export function isIpv6(text: string): boolean {
  if (text.length > 45) return false;
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
