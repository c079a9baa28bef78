import type { ConferenceInfo, ConferenceUser } from "@parley/conference";
import { holdersOf, queueOf } from "./floors/floor-view.js";
import { endpointOf } from "./participant-view.js";
import type { ConferenceState, HeldConference, HeldParticipant } from "./state.js";

/** What participants see of a conference: the one state that `cevent`, webhooks and `getConferenceInfo` tell. */
export function infoOf(state: ConferenceState, { value }: HeldConference): ConferenceInfo {
  const { id } = value;
  const participants = state.participants.inPartition(id);
  const participantsOf = (requests: ReturnType<typeof queueOf>) => requests.map((request) => request.value.participant);
  return {
    ...(value.subject === undefined ? {} : { subject: value.subject }),
    maximumUserCount: value.maxParticipants,
    userCount: participants.filter((held) => held.value.status !== "pending").length,
    active: value.state === "active",
    locked: value.locked,
    joinHandling: value.joinHandling,
    ...(value.startsAt === undefined ? {} : { startsAt: value.startsAt }),
    ...(value.endsAt === undefined ? {} : { endsAt: value.endsAt }),
    ...(value.idleTimeout === undefined ? {} : { idleTimeout: value.idleTimeout }),
    users: participants.map((held) => userOf(state, held)),
    floors: state.floors.inPartition(id).map(({ value: floor }) => ({
      id: floor.id,
      name: floor.name,
      ...(floor.chair === undefined ? {} : { chair: floor.chair }),
      holders: participantsOf(holdersOf(state, id, floor.id)),
      queue: participantsOf(queueOf(state, id, floor.id)),
    })),
    breakouts: state.breakouts.inPartition(id).map(({ value: breakout }) => ({
      id: breakout.id,
      ...(breakout.subject === undefined ? {} : { subject: breakout.subject }),
    })),
  };
}

function userOf(state: ConferenceState, held: HeldParticipant): ConferenceUser {
  const { id, uri, address, displayName, role, breakout } = held.value;
  return {
    id,
    ...(address === undefined ? {} : { entity: address }),
    ...(displayName === undefined ? {} : { displayText: displayName }),
    uri,
    roles: [role],
    ...(breakout === undefined ? {} : { breakout }),
    endpoints: [endpointOf(state, held)],
  };
}
