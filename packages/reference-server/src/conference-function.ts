import { conferenceBasePath, conferenceScopes, createConferenceHandler } from "@parley/conference";
import type { Fault } from "@parley/runtime/http";
import type { ConferenceCaller } from "./conference/access.js";
import type { ConferenceDesk } from "./conference/conference-desk.js";
import type { Log } from "./log.js";
import { withWellFormedText } from "./conference/well-formed-text.js";
import { faultFields, silentLog } from "./log.js";

/** The conference function: the REST side of a conference desk. */
export interface ConferenceFunction {
  /** Every path of it starts so. */
  readonly basePath: string;
  /** Answers one request; never rejects. */
  readonly handle: (request: Request) => Promise<Response>;
}

export interface ConferenceFunctionOptions {
  readonly desk: ConferenceDesk;
  /** Whose an access token is, as an address; undefined where it is not good. */
  readonly userOf: (token: string) => string | undefined;
  /** What a user may do; everything where nothing is said. */
  readonly scopesOf?: (user: string) => readonly string[];
  /** Requests that one user may make in a minute; 6,000 where nothing is said. */
  readonly perMinute?: number;
  readonly log?: Log;
}

export function createConferenceFunction(options: ConferenceFunctionOptions): ConferenceFunction {
  const { desk, userOf, scopesOf = () => conferenceScopes, perMinute = 6_000, log = silentLog } = options;
  const handle = createConferenceHandler(withWellFormedText(desk.operations), {
    authenticate: ({ bearerToken = "" }): ConferenceCaller | undefined => {
      const user = userOf(bearerToken);
      return user === undefined ? undefined : { user, name: user, scopes: scopesOf(user) };
    },
    idempotency: desk.answers,
    limits: { policy: { name: "default", quota: perMinute, window: 60 } },
    onFault: (fault) => log("conference-fault", describe(fault)),
  });
  return { basePath: conferenceBasePath, handle };
}

/** A fault as fields of a log line. */
function describe(fault: Fault): { readonly [name: string]: string } {
  const { operation } = fault;
  if (fault.kind === "thrown") return { operation, ...faultFields(fault.error) };
  if (fault.kind === "unmatched") return { operation, fault: "requireMatch was not called" };
  return { operation, issues: fault.issues.map(({ pointer, keyword }) => `${pointer} ${keyword}`).join(", ") };
}
