import { createHash, randomBytes, timingSafeEqual } from "node:crypto";

/** Who may sign in. Tokens themselves are not kept: only their digests. */
export interface TokenStore {
  /** Mints an unguessable token for a user; the caller hands it out, nobody can read it back. */
  mint(user: string): string;
  /** The user a token belongs to, compared in constant time. */
  userOf(token: string): string | undefined;
}

/** Tokens of one run, in memory. */
export function memoryTokenStore(): TokenStore {
  const digests: { readonly user: string; readonly digest: Uint8Array }[] = [];
  return {
    mint(user) {
      const token = randomBytes(24).toString("base64url");
      digests.push({ user, digest: digestOf(token) });
      return token;
    },
    userOf(token) {
      const digest = digestOf(token);
      let found: string | undefined;
      // Every entry is compared, so that the time taken says nothing about which one it was.
      for (const entry of digests) if (timingSafeEqual(entry.digest, digest)) found = entry.user;
      return found;
    },
  };
}

function digestOf(token: string): Uint8Array {
  return createHash("sha256").update(token).digest();
}
