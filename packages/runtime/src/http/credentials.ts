import type { BasicCredential } from "./carrier.js";

/** A token, a key, or what a scheme's form makes of its text. */
export type Credential = string | BasicCredential;

/** What the caller showed, by the name of the security scheme. */
export interface Credentials {
  readonly [scheme: string]: Credential;
}
