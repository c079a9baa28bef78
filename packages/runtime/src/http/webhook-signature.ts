/** The parts of a webhook that are signed, beside its body. */
export interface SignedHeaders {
  get(name: string): string | null;
}

/** What is signed: the id of the event, when it is sent, in seconds since 1970, and the body as it goes over the wire. */
export interface SignedParts {
  readonly id: string;
  readonly timestamp: number;
  readonly body: string;
}

/** How old a webhook may be when it comes, and how far ahead its sender's clock may be. Seconds. */
const tolerance = 300;

/** The header `webhook-signature`: `v1,` and the HMAC-SHA256 of `id.timestamp.body` in base64. The secret is in base64url. */
export async function signWebhook(secret: string, { id, timestamp, body }: SignedParts): Promise<string> {
  const signature = await crypto.subtle.sign("HMAC", await keyOf(secret), bytesOf(`${id}.${timestamp}.${body}`));
  return `v1,${btoa(String.fromCharCode(...new Uint8Array(signature)))}`;
}

/**
 * True where the one who knows the secret has sent this, less than five minutes ago. A generated listener asks it of each webhook that comes; who
 * takes webhooks without one asks it before anything of them is believed. An attacker learns nothing from the time that it takes. Several signatures
 * may stand in the header: one is enough.
 *
 * @param secret as it was told, in base64url, or as Standard Webhooks writes it, `whsec_` and base64.
 * @param headers with `webhook-id`, `webhook-timestamp` and `webhook-signature`.
 * @param body the very text that came: what is parsed and written anew may differ from it.
 * @param now in milliseconds since 1970.
 */
export async function verifyWebhook(secret: string, headers: SignedHeaders, body: string, now: number = Date.now()): Promise<boolean> {
  const id = headers.get("webhook-id");
  const timestamp = headers.get("webhook-timestamp") ?? "";
  const signatures = (headers.get("webhook-signature") ?? "").split(" ").flatMap((each) => signatureIn(each) ?? []);
  if (id === null || !/^[0-9]{1,15}$/.test(timestamp) || Math.abs(now / 1_000 - Number(timestamp)) > tolerance) return false;
  const key = await keyOf(secret);
  const signed = bytesOf(`${id}.${timestamp}.${body}`);
  for (const signature of signatures) if (await crypto.subtle.verify("HMAC", key, signature, signed)) return true;
  return false;
}

function keyOf(secret: string): Promise<CryptoKey> {
  const key = bytesIn(secret.replace(/^whsec_/, "").replaceAll("-", "+").replaceAll("_", "/"));
  if (key === undefined || key.length === 0) throw new TypeError("The secret of a webhook is base64url.");
  return crypto.subtle.importKey("raw", key, { name: "HMAC", hash: "SHA-256" }, false, ["sign", "verify"]);
}

/** Versions other than `v1` are for those who know them. */
function signatureIn(text: string): Uint8Array<ArrayBuffer> | undefined {
  return text.startsWith("v1,") ? bytesIn(text.slice(3)) : undefined;
}

function bytesIn(base64: string): Uint8Array<ArrayBuffer> | undefined {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(base64)) return undefined;
  try {
    return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  } catch {
    return undefined;
  }
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}
