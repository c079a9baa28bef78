import { readPageLink } from "./page-link.js";

/** The address a person meant: a whole URI as it is, `bob@host` as an account there, `bob` as an account of one's own operator. */
export function addressOf(name: string, own: string): string {
  if (/^[A-Za-z][A-Za-z0-9+.-]*:/.test(name)) return name;
  const part = name.includes("@") ? name : `${name}@${own.slice(own.indexOf("@") + 1)}`;
  return `acct:${encodeURI(part)}`;
}

/** An address as people say it: `bob` for an account of one's own operator. */
export function nameOf(address: string, own: string): string {
  const operator = own.slice(own.indexOf("@"));
  const name = address.replace(/^acct:/, "");
  return decoded(name.endsWith(operator) ? name.slice(0, -operator.length) : name);
}

/** The conference a link leads to; undefined for any other text. */
export function conferenceOf(link: string): { readonly uri: string; readonly joinToken: string; readonly host: string | undefined } | undefined {
  const read = readPageLink(link);
  return read?.kind === "conference" ? read : undefined;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
