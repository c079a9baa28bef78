import type { BasicCredential, Carrier } from "./carrier.js";
import type { Credential } from "./credentials.js";
import type { HttpOperation, SecurityAlternative } from "./operation.js";
import { CallError } from "./response-error.js";

/** What a credential is, or how it is found anew for each call: a token for these scopes. */
export type CredentialSource = string | ((scopes: readonly string[]) => string | Promise<string>);

/** A name and a password, or how they are found anew for each call. */
export type BasicSource = BasicCredential | (() => BasicCredential | Promise<BasicCredential>);

export interface CredentialSources {
  readonly [scheme: string]: CredentialSource | BasicSource | undefined;
}

/** A credential as it is sent. */
export interface ShownCredential {
  readonly scheme: string;
  readonly carrier: Carrier;
  readonly text: string;
}

/** The credentials of the first way in for which all are at hand. @throws CallError where there is none. */
export async function showCredentials({ name, security = [] }: HttpOperation, sources: CredentialSources): Promise<readonly ShownCredential[]> {
  if (security.length === 0) return [];
  const way = security.find((each) => isAtHand(each, sources, false)) ?? security.find((each) => isAtHand(each, sources, true));
  if (way === undefined) {
    const expected = security.map((each) => each.map(({ scheme }) => scheme).join(" and ")).join(", or ");
    throw new CallError(name, [{ pointer: "", keyword: "security", expected: `the credentials ${expected}`, found: "none", at: "security" }]);
  }
  const shown: ShownCredential[] = [];
  for (const { scheme, carrier, scopes } of way) {
    const source = sources[scheme];
    if (source === undefined) continue;
    const credential: Credential = typeof source === "function" ? await source(scopes) : source;
    const text = typeof credential === "string" ? credential : carrier.kind === "authorization" ? carrier.form?.write(credential) : undefined;
    if (text === undefined) throw new TypeError(`The credential "${scheme}" must be a text.`);
    shown.push({ scheme, carrier, text });
  }
  return shown;
}

/** A certificate is in the connection; a cookie the platform may have by itself. */
function isAtHand(way: SecurityAlternative, sources: CredentialSources, mayHaveCookies: boolean): boolean {
  return way.every(({ scheme, carrier }) => sources[scheme] !== undefined || carrier.kind === "transport" || (mayHaveCookies && carrier.kind === "cookie"));
}
