/** One who may sign in. */
export interface User {
  readonly name: string;
  /** Names the user in `from`: `acct:alice@parley.example`. */
  readonly subject: string;
  readonly addresses: readonly string[];
  readonly display: string;
}

/** A user of the reference server's own domain. */
export function userOf(name: string, domain: string): User {
  const subject = `acct:${name}@${domain}`;
  return { name, subject, addresses: [subject], display: name };
}
