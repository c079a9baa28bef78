/** One who may sign in. */
export interface User {
  readonly name: string;
  /** Names the user in `from`: `acct:alice@parley.example`. */
  readonly subject: string;
  readonly addresses: readonly string[];
  readonly display: string;
  /** What the token grants; everything where nothing is said. */
  readonly scopes?: readonly string[];
  /** When the token ends, in milliseconds since 1970; as late as this function grants where nothing is said. */
  readonly expiresAt?: number;
}

/** A user of the reference server's own domain. */
export function userOf(name: string, domain: string): User {
  const subject = `acct:${name}@${domain}`;
  return { name, subject, addresses: [subject], display: name };
}
