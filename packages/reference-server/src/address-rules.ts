/** What an address of the specification leads to at this server. A scheme that it does not serve is not an error of the message. */
export function addressKind(address: string): "user" | "conference" | "emergency" | "unsupported" {
  if (/^urn:service:sos(\.|$)/i.test(address)) return "emergency";
  switch (schemeOf(address)) {
    case "acct": return "user";
    case "https": return "conference";
    default: return "unsupported";
  }
}

/** The conference of an address within one, and the participant where it is that of one. */
export function conferencePart(address: string): { readonly uri: string; readonly participant?: string } {
  const [, uri = "", participant = ""] = /^(.+)\/participants\/([^/]+)$/.exec(address) ?? [];
  return participant === "" ? { uri: address } : { uri, participant };
}

/** The form in which two addresses are compared: the scheme, and the host where there is one, in lower case. */
export function addressKey(address: string): string {
  const scheme = schemeOf(address);
  const rest = address.slice(scheme.length + 1);
  if (rest.startsWith("//")) {
    const end = rest.slice(2).search(/[/?#]/);
    const host = end < 0 ? rest.slice(2) : rest.slice(2, 2 + end);
    return `${scheme}://${host.toLowerCase()}${end < 0 ? "" : rest.slice(2 + end)}`;
  }
  const at = rest.lastIndexOf("@");
  return at < 0 ? `${scheme}:${rest}` : `${scheme}:${rest.slice(0, at)}@${rest.slice(at + 1).toLowerCase()}`;
}

function schemeOf(address: string): string {
  return address.slice(0, address.indexOf(":")).toLowerCase();
}
