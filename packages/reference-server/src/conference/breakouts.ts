import type { Breakout, ConferenceImplementation } from "@parley/conference";
import { conferenceBasePath } from "@parley/conference";
import type { ConferenceCaller } from "./access.js";
import { activeLeaderOf, inConference, judgeActive, leaderOf, memberOf } from "./access.js";
import { entityTagOf, tagged } from "./entity-tag.js";
import { pageOf } from "./page.js";
import { participantView } from "./participant-view.js";
import { refused } from "./refused.js";
import type { ConferenceState, HeldBreakout, HeldParticipant } from "./state.js";

type Operations = Pick<
  ConferenceImplementation<ConferenceCaller>,
  "listBreakouts" | "openBreakout" | "getBreakout" | "updateBreakout" | "closeBreakout" | "moveParticipant"
>;

/** Breakouts of one conference: `conference-info` tells of no more. */
const mostBreakouts = 256;

export function breakoutOperations(state: ConferenceState): Operations {
  const { units, breakouts } = state;
  return {
    listBreakouts: (call, { caller }) =>
      units.read(() => {
        const { conferenceId } = call;
        memberOf(state, caller, conferenceId);
        return pageOf(state, { operation: "listBreakouts", call, caller }, breakouts.inPartition(conferenceId), "oldest", (held) => breakoutView(state, held));
      }),
    openBreakout: async ({ conferenceId, body: { subject, participants = [] } }, { caller }) => {
      const breakout = await units.unit(() => {
        activeLeaderOf(state, caller, conferenceId);
        if (breakouts.inPartition(conferenceId).length >= mostBreakouts) throw refused("limit-reached", undefined, { retryAfter: 60 });
        const value = { id: state.newId(), ...(subject === undefined ? {} : { subject }), createdAt: state.time() };
        const held: HeldBreakout = { conference: conferenceId, serial: state.nextSerial(), value };
        breakouts.put(value.id, held);
        for (const participant of participants) move(state, insider(conferenceId, state.participants.get(participant)), value.id);
        return breakoutView(state, held);
      });
      const location = `${conferenceBasePath}/conferences/${conferenceId}/breakouts/${breakout.id}`;
      return { status: 201, headers: { etag: entityTagOf(breakout), location }, body: breakout };
    },
    getBreakout: ({ conferenceId, breakoutId }, { caller }) =>
      units.read(() => {
        memberOf(state, caller, conferenceId);
        return tagged(breakoutView(state, inConference(breakouts.get(breakoutId), conferenceId)));
      }),
    updateBreakout: ({ conferenceId, breakoutId, body }, { caller, requireMatch }) =>
      units.unit(() => {
        const membership = leaderOf(state, caller, conferenceId);
        const held = inConference(breakouts.get(breakoutId), conferenceId);
        requireMatch(entityTagOf(breakoutView(state, held)));
        judgeActive(membership);
        const { subject: known, ...rest } = held.value;
        const { subject = known } = body;
        const next: HeldBreakout = { ...held, value: { ...rest, ...(subject === undefined || subject === null ? {} : { subject }) } };
        breakouts.put(breakoutId, next);
        return tagged(breakoutView(state, next));
      }),
    closeBreakout: ({ conferenceId, breakoutId }, { caller, requireMatch }) =>
      units.unit(() => {
        leaderOf(state, caller, conferenceId);
        const held = inConference(breakouts.get(breakoutId), conferenceId);
        requireMatch(entityTagOf(breakoutView(state, held)));
        for (const participant of thoseIn(state, held)) move(state, participant, undefined);
        breakouts.delete(breakoutId);
      }),
    moveParticipant: ({ conferenceId, participantId, body: { breakout } }, { caller }) =>
      units.unit(() => {
        activeLeaderOf(state, caller, conferenceId);
        const held = insider(conferenceId, inConference(state.participants.get(participantId), conferenceId));
        if (breakout !== undefined && breakouts.get(breakout)?.conference !== conferenceId) throw refused("conflict", "There is no such breakout.");
        return tagged(participantView(state, move(state, held, breakout)));
      }),
  };
}

function breakoutView(state: ConferenceState, held: HeldBreakout): Breakout {
  return { ...held.value, participants: thoseIn(state, held).map(({ value }) => value.id) };
}

function thoseIn({ participants }: ConferenceState, { conference, value }: HeldBreakout): readonly HeldParticipant[] {
  return participants.inPartition(conference).filter((held) => held.value.breakout === value.id);
}

/** One who is in the conference, and not in its lobby. */
function insider(conference: string, held: HeldParticipant | undefined): HeldParticipant {
  if (held?.conference !== conference || held.value.status === "pending") throw refused("conflict", "The participant is not in the conference.");
  return held;
}

/** Puts a participant into a breakout, or back into the main room. Inside a unit. */
function move({ participants }: ConferenceState, held: HeldParticipant, breakout: string | undefined): HeldParticipant {
  const { breakout: _, ...rest } = held.value;
  const next: HeldParticipant = { ...held, value: { ...rest, ...(breakout === undefined ? {} : { breakout }) } };
  participants.put(rest.id, next);
  return next;
}
