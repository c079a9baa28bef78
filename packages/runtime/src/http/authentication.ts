import type { Credential, Credentials } from "./credentials.js";
import { digestOfCredentials } from "./fingerprint.js";
import type { HttpOperation, SecurityAlternative, SecurityDemand } from "./operation.js";
import { readCookies } from "./query-text.js";

/** One who calls, as the `authenticate` function of the program knows it. */
export interface Caller {
  readonly scopes: readonly string[];
  /**
   * Tells callers apart, whatever token they show today: idempotency keys and limits are each caller's own. Without a name, what is shown tells
   * them apart; where nothing is, as with a certificate, a name is needed.
   */
  readonly name?: string;
}

/** Says who bears the credentials; undefined where they are not good. */
export type Authenticate<C extends Caller, Shown = Credentials> = (credentials: Shown, request: Request) => Promise<C | undefined> | C | undefined;

export type Admittance<C> =
  | { readonly kind: "admitted"; readonly caller: C | undefined; readonly credentials: Credentials }
  | { readonly kind: "unauthenticated"; readonly challenge: string }
  | { readonly kind: "forbidden"; readonly challenge: string };

/** Lets a request in by the first alternative it satisfies. */
export async function admit<C extends Caller>(
  operation: HttpOperation,
  request: Request,
  authenticate: Authenticate<C> | undefined,
): Promise<Admittance<C>> {
  const alternatives = operation.security;
  if (alternatives === undefined || alternatives.length === 0) return { kind: "admitted", caller: undefined, credentials: {} };
  let lacking: readonly string[] | undefined;
  let shown = false;
  // Who may also come without shows what he has all the same.
  for (const alternative of [...alternatives].sort((a, b) => Number(a.length === 0) - Number(b.length === 0))) {
    const credentials = credentialsFor(alternative, request);
    if (credentials === undefined) continue;
    if (alternative.length === 0) return { kind: "admitted", caller: undefined, credentials: {} };
    shown = true;
    const caller = await authenticate?.(credentials, request);
    if (caller === undefined) continue;
    const scopes = alternative.flatMap((demand) => demand.scopes);
    if (scopes.every((scope) => caller.scopes.includes(scope))) return { kind: "admitted", caller, credentials };
    lacking ??= scopes;
  }
  const scheme = challengeScheme(alternatives);
  if (lacking !== undefined) {
    return { kind: "forbidden", challenge: bearerChallenge(scheme, `error="insufficient_scope", scope="${lacking.join(" ")}"`) };
  }
  return { kind: "unauthenticated", challenge: shown ? bearerChallenge(scheme, `error="invalid_token"`) : scheme };
}

/** What keeps the keys and limits of one caller from those of others; the empty text where anyone may call. */
export async function nameOfCaller({ caller, credentials }: Admittance<Caller> & { readonly kind: "admitted" }): Promise<string> {
  if (caller === undefined) return "";
  if (caller.name !== undefined) return `name ${caller.name}`;
  if (Object.keys(credentials).length === 0) throw new TypeError("A caller who shows nothing in the request needs a name.");
  return `shown ${await digestOfCredentials(credentials)}`;
}

/** What a 401 of the operation says of how to come in. */
export function challengeOf({ security = [] }: HttpOperation): string {
  return challengeScheme(security);
}

function credentialsFor(alternative: SecurityAlternative, request: Request): Credentials | undefined {
  const credentials: Record<string, Credential> = {};
  for (const demand of alternative) {
    if (demand.carrier.kind === "transport") continue;
    const credential = credentialOf(demand, request);
    if (credential === undefined) return undefined;
    credentials[demand.scheme] = credential;
  }
  return credentials;
}

function credentialOf({ carrier }: SecurityDemand, request: Request): Credential | undefined {
  switch (carrier.kind) {
    case "authorization": {
      const text = request.headers.get("authorization") ?? "";
      const split = text.indexOf(" ");
      if (split === -1 || text.slice(0, split).toLowerCase() !== carrier.scheme.toLowerCase()) return undefined;
      const shown = text.slice(split + 1).trim() || undefined;
      return shown === undefined ? undefined : (carrier.form?.read(shown) ?? (carrier.form === undefined ? shown : undefined));
    }
    case "header":
      return request.headers.get(carrier.name) ?? undefined;
    case "query":
      return new URL(request.url).searchParams.get(carrier.name) ?? undefined;
    case "cookie":
      return readCookies(request.headers.get("cookie")).get(carrier.name)?.[0];
    case "transport":
      return undefined;
  }
}

/** RFC 9110 demands a challenge with every 401; a key in a header has no registered scheme, so its own name stands there. */
function challengeScheme(alternatives: readonly SecurityAlternative[]): string {
  const demands = alternatives.flat();
  const schemes = demands.flatMap(({ carrier }) => (carrier.kind === "authorization" ? [carrier.scheme === "Basic" ? 'Basic realm="api"' : carrier.scheme] : []));
  return [...new Set(schemes)].join(", ") || (demands[0]?.scheme ?? "Bearer");
}

/** Only `Bearer` says more of why (RFC 6750, 3.1). */
function bearerChallenge(scheme: string, more: string): string {
  return scheme === "Bearer" ? `${scheme} ${more}` : scheme;
}
