import type { ConferenceImplementation, ConferenceMedia, MediaChanges } from "@parley/conference";
import type { ConferenceCaller } from "./access.js";
import { activeLeaderOf, inConference, judgeActive, memberOf } from "./access.js";
import { entityTagOf, tagged } from "./entity-tag.js";
import { pageOf } from "./page.js";
import { mediaOf } from "./participant-view.js";
import { refused } from "./refused.js";
import type { ConferenceState, HeldMedia } from "./state.js";

type Operations = Pick<ConferenceImplementation<ConferenceCaller>, "listMedia" | "getMedia" | "updateMedia" | "askToUnmute">;

export function mediaOperations(state: ConferenceState): Operations {
  const { units, participants } = state;
  const put = (held: HeldMedia) => {
    state.media.put(keyOf(held), held);
    return tagged(held.value);
  };
  return {
    listMedia: (call, { caller }) =>
      units.read(() => {
        const { conferenceId, participantId } = call;
        memberOf(state, caller, conferenceId);
        const flows = mediaOf(state, inConference(participants.get(participantId), conferenceId));
        return pageOf(state, { operation: "listMedia", call, caller }, flows, "oldest", ({ value }) => value);
      }),
    getMedia: ({ conferenceId, participantId, mediaId }, { caller }) =>
      units.read(() => {
        memberOf(state, caller, conferenceId);
        return tagged(mediumIn(state, conferenceId, participantId, mediaId).value);
      }),
    updateMedia: ({ conferenceId, participantId, mediaId, body }, { caller, requireMatch }) =>
      units.unit(() => {
        const membership = memberOf(state, caller, conferenceId);
        const { leads } = membership;
        const isSelf = inConference(participants.get(participantId), conferenceId).value.address === caller.user;
        const held = mediumIn(state, conferenceId, participantId, mediaId);
        if (!leads && !isSelf) throw refused("forbidden", "The media of others is for the owner and the moderators of the conference.");
        requireMatch(entityTagOf(held.value));
        judgeActive(membership);
        return put(changed(held, body, leads));
      }),
    askToUnmute: ({ conferenceId, participantId, mediaId }, { caller }) =>
      units.unit(() => {
        activeLeaderOf(state, caller, conferenceId);
        const held = mediumIn(state, conferenceId, participantId, mediaId);
        if (held.value.muted !== true) throw refused("conflict", "It is not muted.");
        return put({ ...held, value: { ...held.value, unmuteAsked: true } });
      }),
  };
}

/**
 * What flows between a participant and the others from now on, as its terminal says; of what flowed before, the mutes stay. What a moderator has
 * muted is muted under whatever id the same kind comes again. Who is not in has none. Inside a unit.
 */
export function setMedia(state: ConferenceState, participant: string, flows: readonly ConferenceMedia[]): void {
  const holder = state.participants.get(participant);
  if (holder === undefined || holder.value.status === "pending") return;
  const known = new Map(mediaOf(state, holder).map((held) => [held.value.id, held]));
  const shown = flows.slice(0, mostFlows);
  const kept = new Set(shown.map(({ id }) => id));
  const muted = [...known.values()].filter(isMutedByOthers);
  const mutedKinds = new Set(muted.map(({ value }) => value.kind));
  for (const held of known.values()) {
    if (kept.has(held.value.id)) continue;
    if (!muted.includes(held)) state.media.delete(keyOf(held));
    else if (held.value.direction !== "inactive") state.media.put(keyOf(held), { ...held, value: { ...held.value, direction: "inactive" } });
  }
  for (const flow of shown) {
    const before = known.get(flow.id);
    const value = flowOf(flow, before?.value ?? { id: flow.id, ...(mutedKinds.has(flow.kind) ? { muted: true } : {}) });
    if (before !== undefined && JSON.stringify(before.value) === JSON.stringify(value)) continue;
    const held = before ?? { conference: holder.conference, serial: state.nextSerial(), participant };
    state.media.put(`${participant}/${flow.id}`, { ...held, value });
  }
}

function isMutedByOthers({ value, mutedBySelf }: HeldMedia): boolean {
  return value.muted === true && mutedBySelf !== true;
}

/** Flows of one device. */
const mostFlows = 64;

function keyOf({ participant, value }: HeldMedia): string {
  return `${participant}/${value.id}`;
}

function mediumIn(state: ConferenceState, conference: string, participant: string, media: string): HeldMedia {
  return inConference(state.media.get(`${participant}/${media}`), conference);
}

/** What the terminal has to say of a flow, and what others have said. */
function flowOf({ id, kind, content, direction, ssrc }: ConferenceMedia, before: ConferenceMedia | undefined): ConferenceMedia {
  const { muted, unmuteAsked } = before ?? {};
  return {
    id,
    ...(kind === undefined ? {} : { kind }),
    ...(content === undefined ? {} : { content }),
    ...(direction === undefined ? {} : { direction }),
    ...(ssrc === undefined ? {} : { ssrc }),
    ...(muted === undefined ? {} : { muted }),
    ...(unmuteAsked === undefined ? {} : { unmuteAsked }),
  };
}

/** A merge patch, carried out. Who does not lead takes a mute of one who does back only where it is asked to. */
function changed(held: HeldMedia, { muted, unmuteAsked, gain }: MediaChanges, leads: boolean): HeldMedia {
  if (typeof gain === "number") throw refused("capability-absent", "Nothing is mixed in a conference of topology p2p.");
  const { value } = held;
  const isMuted = value.muted === true;
  if (isMuted && muted === false && !leads && held.mutedBySelf !== true && value.unmuteAsked !== true) throw refused("forbidden", "A moderator has muted it, and has not asked to unmute.");
  const isAnswered = muted === false || unmuteAsked === false;
  const mutedBySelf = muted === true && (leads || !isMuted) ? !leads : held.mutedBySelf;
  return {
    ...held,
    ...(mutedBySelf === undefined ? {} : { mutedBySelf }),
    value: {
      ...value,
      ...(muted === undefined ? {} : { muted }),
      ...(isAnswered && value.unmuteAsked !== undefined ? { unmuteAsked: false } : {}),
    },
  };
}
