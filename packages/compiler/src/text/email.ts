import { isDomain, isIpv4, isIpv6 } from "./host.js";
import { isIdnHostname } from "./idna.js";

/** RFC 5321, section 4.1.2. */
export function isEmail(text: string): boolean {
  const at = text.lastIndexOf("@");
  const [local, domain] = [text.slice(0, at), text.slice(at + 1)];
  return at > 0 && isLocalPart(local) && (domain.startsWith("[") ? isAddressLiteral(domain) : isDomain(domain));
}

/** RFC 6531, section 3.3: RFC 5321 in all of Unicode; what composes in the domain is composed (RFC 5895, section 2). */
export function isIdnEmail(text: string): boolean {
  const at = text.lastIndexOf("@");
  const [local, domain] = [text.slice(0, at), text.slice(at + 1)];
  if (at < 1 || utf8Length(local) > 64 || !isLocalPart(local.replace(/[^\0-\x7f]/gu, "x"))) return false;
  return domain.startsWith("[") ? isAddressLiteral(domain) : domain.length <= 253 && isIdnHostname(domain.normalize("NFC"));
}

function isLocalPart(text: string): boolean {
  if (text.length > 64) return false;
  return /^[\w!#$%&'*+/=?^\x60{|}~-]+(?:\.[\w!#$%&'*+/=?^\x60{|}~-]+)*$/.test(text) || /^"(?:[ !#-[\]-~]|\\[ -~])*"$/.test(text);
}

function utf8Length(text: string): number {
  let count = 0;
  for (const character of text) count += character < "\x80" ? 1 : character < "\u0800" ? 2 : character.length + 2;
  return count;
}

/** RFC 5321, section 4.1.3; no other kind of address is registered. */
function isAddressLiteral(text: string): boolean {
  const address = /^\[(IPv6:)?([^\]]*)\]$/i.exec(text);
  return address !== null && (address[1] === undefined ? isIpv4(address[2] ?? "") : isIpv6(address[2] ?? ""));
}
