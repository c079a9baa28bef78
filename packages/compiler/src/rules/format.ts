/** Whether a text has a format that Parley knows; an unknown format demands nothing. */
export function hasFormat(text: string, format: string): boolean {
  return formats.get(format)?.(text) ?? true;
}

/** The formats that are asserted, each as its RFC has it. */
const formats: ReadonlyMap<string, (text: string) => boolean> = new Map<string, (text: string) => boolean>([
  ["date-time", isDateTime],
  ["date", isDate],
  ["time", isTime],
  ["duration", matches(/^P(?!$)(?:\d+W|(?:\d+Y(?:\d+M(?:\d+D)?)?|\d+M(?:\d+D)?|\d+D)?(?:T(?:\d+H(?:\d+M(?:\d+S)?)?|\d+M(?:\d+S)?|\d+S))?)$/)],
  ["email", isEmail],
  ["hostname", isHostname],
  ["ipv4", isIpv4],
  ["ipv6", isIpv6],
  ["uri", (text) => isUri(text, false)],
  ["uri-reference", (text) => isUri(text, true)],
  ["uri-template", matches(uriTemplate())],
  ["uuid", matches(/^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i)],
  ["json-pointer", matches(/^(?:\/(?:[^~/]|~[01])*)*$/u)],
  ["relative-json-pointer", matches(/^(?:0|[1-9]\d*)(?:#|(?:\/(?:[^~/]|~[01])*)*)$/u)],
  ["regex", isRegularExpression],
]);

function matches(expression: RegExp): (text: string) => boolean {
  return (text) => expression.test(text);
}

// RFC 6570 2
function uriTemplate(): RegExp {
  const variable = String.raw`(?:\w|%[\da-f]{2})(?:\.?(?:\w|%[\da-f]{2}))*(?::[1-9]\d{0,3}|\*)?`;
  const expression = String.raw`\{[+#./;?&=,!@|]?${variable}(?:,${variable})*\}`;
  const character = String.raw`[^\0-\x20"<>%\\^\x60{|}\x7f-\x9f]`;
  return new RegExp(`^(?:${character}|%[\\da-f]{2}|${expression})*$`, "iu");
}

// RFC 3339 5.6
function isDateTime(text: string): boolean {
  const at = text.search(/t/i);
  return at > 0 && isDate(text.slice(0, at)) && isTime(text.slice(at + 1));
}

function isDate(text: string): boolean {
  const parts = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text);
  if (parts === null) return false;
  const [year, month, day] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = month === 2 ? (leap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
  return month >= 1 && month <= 12 && day >= 1 && day <= days;
}

function isTime(text: string): boolean {
  const parts = /^(\d\d):(\d\d):(\d\d)(?:\.\d+)?(?:z|([+-])(\d\d):(\d\d))$/i.exec(text);
  if (parts === null) return false;
  const [hour, minute, second] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
  const [offsetHour, offsetMinute] = [Number(parts[5] ?? 0), Number(parts[6] ?? 0)];
  if (hour > 23 || minute > 59 || second > 60 || offsetHour > 23 || offsetMinute > 59) return false;
  if (second < 60) return true;
  // A leap second is the last of a day in UTC.
  const offset = (offsetHour * 60 + offsetMinute) * (parts[4] === "-" ? -1 : 1);
  return (hour * 60 + minute - offset + 2880) % 1440 === 1439;
}

// RFC 5321 4.1.2
function isEmail(text: string): boolean {
  const at = text.lastIndexOf("@");
  const local = text.slice(0, at);
  const domain = text.slice(at + 1);
  if (at < 1 || local.length > 64) return false;
  if (!/^(?:[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*|"(?:[ !#-[\]-~]|\\[ -~])*")$/.test(local)) return false;
  if (!domain.startsWith("[")) return isHostname(domain);
  const address = /^\[(IPv6:)?(.*)\]$/.exec(domain);
  return address !== null && (address[1] === undefined ? isIpv4(address[2] ?? "") : isIpv6(address[2] ?? ""));
}

// RFC 1123 2.1
function isHostname(text: string): boolean {
  return text.length <= 253 && /^[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?(?:\.[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?)*$/i.test(text);
}

// RFC 2673 3.2
function isIpv4(text: string): boolean {
  return /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/.test(text);
}

// RFC 4291 2.2
function isIpv6(text: string): boolean {
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

// RFC 3986: its five parts, each of the characters it may have.
function isUri(text: string, relative: boolean): boolean {
  const parts = /^(?:([^:/?#]+):)?(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/su.exec(text);
  if (parts === null) return false;
  const [, scheme, authority, path = "", query = "", fragment = ""] = parts;
  if (scheme === undefined ? !relative : !/^[a-z][a-z\d+.-]*$/i.test(scheme)) return false;
  if (authority !== undefined && !isAuthority(authority)) return false;
  const pathAllowed = /^(?:[\w.~!$&'()*+,;=:@/-]|%[\da-f]{2})*$/i.test(path);
  return pathAllowed && [query, fragment].every((part) => /^(?:[\w.~!$&'()*+,;=:@/?-]|%[\da-f]{2})*$/i.test(part));
}

function isAuthority(text: string): boolean {
  const parts = /^(?:((?:[\w.~!$&'()*+,;=:-]|%[\da-f]{2})*)@)?(\[[^\]]*\]|(?:[\w.~!$&'()*+,;=-]|%[\da-f]{2})*)(?::\d*)?$/i.exec(text);
  const host = parts?.[2];
  if (host === undefined) return false;
  return !host.startsWith("[") || isIpv6(host.slice(1, -1)) || /^\[v[\da-f]+\.[\w.~!$&'()*+,;=:-]+\]$/i.test(host);
}

// ECMA-262 with the u flag, as JSON Schema advises for pattern.
function isRegularExpression(text: string): boolean {
  try {
    return new RegExp(text, "u") instanceof RegExp;
  } catch {
    return false;
  }
}
