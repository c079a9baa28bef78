import type { Conference, ConferenceChanges, ConferenceImplementation, ConferenceSettings, NewConference } from "@parley/conference";
import { conferenceBasePath } from "@parley/conference";
import type { ConferenceCaller } from "./access.js";
import { judgeActive, leaderOf, memberOf } from "./access.js";
import { entityTagOf, tagged } from "./entity-tag.js";
import { endConference, forgetConference } from "./life.js";
import { onlyMembers } from "./only-members.js";
import { pageOf } from "./page.js";
import { refused } from "./refused.js";
import type { ConferenceState, HeldConference } from "./state.js";

type Operations = Pick<
  ConferenceImplementation<ConferenceCaller>,
  "listConferences" | "createConference" | "getConference" | "updateConference" | "deleteConference" | "endConference" | "getConferenceInfo"
>;

/** So many participants make a mesh at the most: each sends to each. */
export const mostInMesh = 4;

/** What a conference is made of, in the order in which it is shown. */
const members = [
  "id", "uri", "owner", "subject", "topology", "maxParticipants", "state", "locked", "joinHandling", "idleTimeout", "endToEndEncrypted", "template", "agreement",
  "createdAt", "startsAt", "endsAt", "endedAt",
] as const satisfies readonly (keyof Conference)[];

const changeable = ["subject", "maxParticipants", "joinHandling", "locked", "startsAt", "endsAt", "idleTimeout"] as const satisfies readonly (keyof ConferenceChanges)[];

/** Conferences of one owner, those included that have ended and can still be read. */
const mostConferences = 10_000;

export function conferenceOperations(state: ConferenceState): Operations {
  const { units, conferences } = state;
  return {
    listConferences: (call, { caller }) =>
      units.read(() => {
        const own = conferences.ofOwner(caller.user).filter(({ value }) => call.state === undefined || value.state === call.state);
        return pageOf(state, { operation: "listConferences", call, caller }, own, "newest", ({ value }) => value);
      }),
    createConference: async ({ body }, { caller }) => {
      const value = await units.unit(() => create(state, caller, body));
      return { status: 201, headers: { etag: entityTagOf(value), location: `${conferenceBasePath}/conferences/${value.id}` }, body: value };
    },
    getConference: ({ conferenceId }, { caller }) => units.read(() => tagged(memberOf(state, caller, conferenceId).held.value)),
    updateConference: ({ conferenceId, body }, { caller, requireMatch }) =>
      units.unit(() => {
        const membership = leaderOf(state, caller, conferenceId);
        const { held } = membership;
        requireMatch(entityTagOf(held.value));
        judgeActive(membership);
        const value = changed(state, held, body);
        // From now on nobody is in it, where it begins by this.
        conferences.put(conferenceId, { ...held, value, touched: value.state === held.value.state ? held.touched : state.clock.now() });
        return tagged(value);
      }),
    deleteConference: ({ conferenceId }, { caller, requireMatch }) =>
      units.unit(() => {
        const { held } = leaderOf(state, caller, conferenceId);
        requireMatch(entityTagOf(held.value));
        if (held.value.state !== "ended") throw refused("conflict", "The conference has not ended.");
        forgetConference(state, conferenceId);
      }),
    endConference: ({ conferenceId }, { caller }) =>
      units.unit(() => {
        leaderOf(state, caller, conferenceId);
        return tagged(endConference(state, conferenceId).value);
      }),
    getConferenceInfo: ({ conferenceId }, { caller }) =>
      units.read(() => {
        const { held } = memberOf(state, caller, conferenceId);
        const { version, value } = snapshotOf(state, conferenceId);
        return tagged({ conference: held.value.uri, version, state: "full", info: value } as const);
      }),
  };
}

function snapshotOf(state: ConferenceState, conference: string) {
  const snapshot = state.snapshots.get(conference);
  if (snapshot === undefined) throw refused("not-found");
  return snapshot;
}

function create(state: ConferenceState, { user }: ConferenceCaller, body: NewConference): Conference {
  const template = body.template === undefined ? undefined : state.templates.get(body.template);
  if (body.template !== undefined && template?.owner !== user) throw refused("conflict", "There is no such template.");
  if (body.agreement !== undefined) throw refused("agreement-refused", "There is no such agreement with the caller.");
  const wished: NewConference = { ...template?.value.settings, ...body };
  judgeSettings(wished);
  makeRoom(state, user);
  const id = state.newId();
  const { subject, joinHandling = "allow", locked = false, idleTimeout, endToEndEncrypted, maxParticipants = mostInMesh, startsAt, endsAt } = wished;
  judgeTimes(state, startsAt, endsAt);
  const value: Conference = {
    id,
    uri: `${state.uriBase}${id}`,
    owner: user,
    ...(subject === undefined ? {} : { subject }),
    topology: "p2p",
    maxParticipants,
    state: startsAt === undefined ? "active" : "scheduled",
    locked,
    joinHandling,
    ...(idleTimeout === undefined ? {} : { idleTimeout }),
    ...(endToEndEncrypted === undefined ? {} : { endToEndEncrypted }),
    ...(body.template === undefined ? {} : { template: body.template }),
    createdAt: state.time(),
    ...(startsAt === undefined ? {} : { startsAt }),
    ...(endsAt === undefined ? {} : { endsAt }),
  };
  const now = state.clock.now();
  state.conferences.put(id, { conference: id, serial: state.nextSerial(), value, touched: now, peak: 0, admissions: 0, seconds: 0, reports: 0 });
  const floor = state.newId();
  state.floors.put(floor, {
    conference: id,
    serial: state.nextSerial(),
    value: { id: floor, name: "speech", policy: "moderator-controlled", maxHolders: 1, createdAt: state.time() },
  });
  return value;
}

/** What this function has no means for is refused as a whole. */
export function judgeSettings({ topology = "auto", maxParticipants }: Pick<ConferenceSettings, "topology" | "maxParticipants">): void {
  if (topology !== "auto" && topology !== "p2p") throw refused("capability-absent", "This conference function makes conferences of topology p2p only.");
  if (maxParticipants !== undefined && maxParticipants > mostInMesh) throw refused("capability-absent", `A conference of topology p2p admits ${mostInMesh} at the most.`);
}

function judgeTimes({ clock }: ConferenceState, startsAt: string | undefined, endsAt: string | undefined): void {
  const start = startsAt === undefined ? clock.now() : Date.parse(startsAt);
  if (startsAt !== undefined && start <= clock.now()) throw refused("conflict", "startsAt is past.");
  if (endsAt !== undefined && Date.parse(endsAt) <= start) throw refused("conflict", "endsAt is not after the beginning.");
}

/** A merge patch, carried out. */
function changed(state: ConferenceState, { value }: HeldConference, body: ConferenceChanges): Conference {
  judgeSettings(body.maxParticipants === undefined ? {} : { maxParticipants: body.maxParticipants });
  if (body.startsAt !== undefined && value.state !== "scheduled") throw refused("conflict", "The conference has begun.");
  const next: ChangedConference = { ...value, ...onlyMembers(body, changeable), ...(body.startsAt === null ? { state: "active" } : {}) };
  const { subject, startsAt, endsAt, idleTimeout, ...rest } = next;
  const left = {
    ...rest,
    ...(subject === undefined || subject === null ? {} : { subject }),
    ...(startsAt === undefined || startsAt === null ? {} : { startsAt }),
    ...(endsAt === undefined || endsAt === null ? {} : { endsAt }),
    ...(idleTimeout === undefined || idleTimeout === null ? {} : { idleTimeout }),
  };
  if (body.startsAt !== undefined || typeof body.endsAt === "string") judgeTimes(state, left.state === "scheduled" ? left.startsAt : undefined, left.endsAt);
  return onlyMembers(left, members);
}

/** With what is to be taken away. */
type ChangedConference = Omit<Conference, "subject" | "startsAt" | "endsAt" | "idleTimeout"> & Pick<ConferenceChanges, "subject" | "startsAt" | "endsAt" | "idleTimeout">;

/** One owner has so many conferences: of more, the oldest that has ended goes. */
function makeRoom(state: ConferenceState, owner: string): void {
  const own = state.conferences.ofOwner(owner);
  if (own.length < mostConferences) return;
  const ended = own.find(({ value }) => value.state === "ended");
  if (ended === undefined) throw refused("limit-reached", undefined, { retryAfter: 60 });
  forgetConference(state, ended.value.id);
}
