import { digestOf, findBySecret, newSecret } from "./secret.js";

/** Who may sign in. Tokens themselves are not kept: only their digests. */
export interface TokenStore {
  /** Mints an unguessable token for a user; the caller hands it out, nobody can read it back. */
  mint(user: string): string;
  /** The user a token belongs to, compared in constant time. */
  userOf(token: string): string | undefined;
}

/** Tokens of one run, in memory. */
export function memoryTokenStore(): TokenStore {
  const tokens: { readonly user: string; readonly digest: Uint8Array }[] = [];
  return {
    mint(user) {
      const token = newSecret();
      tokens.push({ user, digest: digestOf(token) });
      return token;
    },
    userOf: (token) => findBySecret(tokens, token)?.user,
  };
}
