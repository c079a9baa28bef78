import type { ConferenceImplementation } from "@parley/conference";
import { conferenceBasePath, conferenceScopes, createConferenceHandler } from "@parley/conference";
import type { Clock } from "@parley/runtime";
import { systemClock } from "@parley/runtime";
import type { Caller, Fault } from "@parley/runtime/http";
import { refuse } from "@parley/runtime/http";
import type { ConferenceStore, Page } from "./conference-store.js";
import type { Log } from "./log.js";
import { faultFields, silentLog } from "./log.js";
import { userBudgets } from "./user-budgets.js";

/** The conference function: the REST side of a conference store. */
export interface ConferenceFunction {
  /** Every path of it starts so. */
  readonly basePath: string;
  /** Answers one request; never rejects. */
  readonly handle: (request: Request) => Promise<Response>;
}

export interface ConferenceFunctionOptions {
  readonly store: ConferenceStore;
  /** Whose an access token is; undefined where it is not good. */
  readonly userOf: (token: string) => string | undefined;
  /** What a user may do; everything where nothing is said. */
  readonly scopesOf?: (user: string) => readonly string[];
  /** Conferences and join tokens that one user may make in a minute; 60 where nothing is said. */
  readonly perMinute?: number;
  readonly clock?: Clock;
  readonly log?: Log;
}

export function createConferenceFunction(options: ConferenceFunctionOptions): ConferenceFunction {
  const { userOf, scopesOf = () => conferenceScopes, log = silentLog } = options;
  const handle = createConferenceHandler(implementationOf(options), {
    authenticate: ({ bearerToken = "" }): ConferenceCaller | undefined => {
      const user = userOf(bearerToken);
      return user === undefined ? undefined : { user, scopes: scopesOf(user) };
    },
    onFault: (fault) => log("conference-fault", describe(fault)),
  });
  return { basePath: conferenceBasePath, handle };
}

interface ConferenceCaller extends Caller {
  /** Owns the conferences that it creates. */
  readonly user: string;
}

function implementationOf({
  store,
  clock = systemClock,
  perMinute = 60,
}: ConferenceFunctionOptions): ConferenceImplementation<ConferenceCaller> {
  const budgets = userBudgets(perMinute, clock);
  const spend = (user: string) => budgets(user).spend();
  return {
    async listConferences({ pageSize, cursor }, { caller }) {
      return paged(await store.list(caller.user, { size: pageSize, ...(cursor === undefined ? {} : { after: cursor }) }));
    },
    async createConference({ body }, { caller, request }) {
      const allowed = spend(caller.user);
      if (!allowed.granted) return refuse("rate-limited", { retryAfter: allowed.retryAfter });
      const conference = await store.create(caller.user, body);
      return {
        status: 201,
        headers: { location: `${new URL(request.url).pathname.replace(/\/+$/, "")}/${conference.id}` },
        body: conference,
      };
    },
    async getConference({ conferenceId }, { caller }) {
      return (await store.get(caller.user, conferenceId)) ?? refuse("not-found");
    },
    async endConference({ conferenceId }, { caller }) {
      return (await store.end(caller.user, conferenceId)) ?? refuse("not-found");
    },
    async listParticipants({ conferenceId, pageSize, cursor }, { caller }) {
      const page = await store.participants(caller.user, conferenceId, {
        size: pageSize,
        ...(cursor === undefined ? {} : { after: cursor }),
      });
      return page === undefined ? refuse("not-found") : paged(page);
    },
    async removeParticipant({ conferenceId, participantId }, { caller }) {
      if (!(await store.removeParticipant(caller.user, conferenceId, participantId))) return refuse("not-found");
    },
    async issueJoinToken({ conferenceId, body }, { caller }) {
      const allowed = spend(caller.user);
      if (!allowed.granted) return refuse("rate-limited", { retryAfter: allowed.retryAfter });
      const issued = await store.issueToken(caller.user, conferenceId, body);
      if (issued === undefined) return refuse("not-found");
      if (issued === "conference-ended") return refuse("conference-ended");
      return { status: 201, headers: { cacheControl: "no-store" }, body: issued };
    },
  };
}

function paged<Entry>(page: Page<Entry>) {
  return page === "bad-cursor" ? refuse("malformed", { detail: "The cursor is not one that this list gave." }) : page;
}

/** A fault as fields of a log line. */
function describe(fault: Fault): { readonly [name: string]: string } {
  const { operation } = fault;
  if (fault.kind === "thrown") return { operation, ...faultFields(fault.error) };
  return { operation, issues: fault.issues.map(({ pointer, keyword }) => `${pointer} ${keyword}`).join(", ") };
}
