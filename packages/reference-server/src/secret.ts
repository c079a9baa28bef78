import { createHash, randomBytes, timingSafeEqual } from "node:crypto";

/** An unguessable text that can stand in JSON, in a URL and in a header: 256 random bits. */
export function newSecret(): string {
  return randomBytes(32).toString("base64url");
}

/** What is kept of a secret: who reads the store learns nothing that opens anything. */
export function digestOf(secret: string): Uint8Array {
  return createHash("sha256").update(secret).digest();
}

/** Finds what a secret belongs to. Every entry is compared, so that the time taken says nothing about which one it was, nor how near a guess came. */
export function findBySecret<Entry extends { readonly digest: Uint8Array }>(entries: Iterable<Entry>, secret: string): Entry | undefined {
  const digest = digestOf(secret);
  let found: Entry | undefined;
  for (const entry of entries) if (timingSafeEqual(entry.digest, digest)) found = entry;
  return found;
}
