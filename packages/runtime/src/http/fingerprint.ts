import type { Credentials } from "./credentials.js";

/** SHA-256 of what makes two requests the same, in hex. */
export function fingerprintOf({ method, url, headers }: Request, body: Uint8Array): Promise<string> {
  const { pathname, search } = new URL(url);
  // None of these has a line feed in it.
  const head = new TextEncoder().encode(`${method}\n${pathname}\n${search}\n${headers.get("content-type") ?? ""}\n`);
  const whole = new Uint8Array(head.byteLength + body.byteLength);
  whole.set(head);
  whole.set(body, head.byteLength);
  return digestOf(whole);
}

/** What tells a caller without a name from others: what he showed, which is not kept itself. */
export function digestOfCredentials(credentials: Credentials): Promise<string> {
  return digestOf(new TextEncoder().encode(JSON.stringify(credentials)));
}

async function digestOf(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
