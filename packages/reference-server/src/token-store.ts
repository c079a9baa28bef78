import { timingSafeEqual } from "node:crypto";
import { digestOf, newSecret } from "./secret.js";

/** Who may sign in. Tokens themselves are not kept: only their digests. */
export interface TokenStore {
  /** Mints an unguessable token for a user; the caller hands it out, nobody can read it back. */
  mint(user: string): string;
  /** The user a token belongs to, compared in constant time. */
  userOf(token: string): string | undefined;
}

/** Tokens of one run, in memory. What a guess finds by its digest tells nothing of how near it came to a token. */
export function memoryTokenStore(): TokenStore {
  const tokens = new Map<string, { readonly user: string; readonly digest: Uint8Array }>();
  const nameOf = (digest: Uint8Array) => Buffer.from(digest).toString("base64url");
  return {
    mint(user) {
      const token = newSecret();
      const digest = digestOf(token);
      tokens.set(nameOf(digest), { user, digest });
      return token;
    },
    userOf(token) {
      const digest = digestOf(token);
      const found = tokens.get(nameOf(digest));
      return found !== undefined && timingSafeEqual(found.digest, digest) ? found.user : undefined;
    },
  };
}
