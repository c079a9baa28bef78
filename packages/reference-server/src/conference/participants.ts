import type { ConferenceImplementation, Participant, ParticipantChanges } from "@parley/conference";
import type { ConferenceCaller } from "./access.js";
import { inConference, judgeActive, leaderOf, memberOf } from "./access.js";
import { entityTagOf, tagged } from "./entity-tag.js";
import { takeOut } from "./life.js";
import { pageOf } from "./page.js";
import { participantView } from "./participant-view.js";
import { permissionsOf } from "./roles.js";
import { refused } from "./refused.js";
import type { ConferenceState, HeldParticipant } from "./state.js";

type Operations = Pick<ConferenceImplementation<ConferenceCaller>, "listParticipants" | "getParticipant" | "updateParticipant" | "removeParticipant">;

export function participantOperations(state: ConferenceState): Operations {
  const { units, participants } = state;
  return {
    listParticipants: (call, { caller }) =>
      units.read(() => {
        const { conferenceId } = call;
        memberOf(state, caller, conferenceId);
        const inside = participants.inPartition(conferenceId).filter(({ value }) => value.status !== "pending");
        return pageOf(state, { operation: "listParticipants", call, caller }, inside, "oldest", (held) => participantView(state, held));
      }),
    getParticipant: ({ conferenceId, participantId }, { caller }) =>
      units.read(() => {
        memberOf(state, caller, conferenceId);
        return tagged(participantView(state, inConference(participants.get(participantId), conferenceId)));
      }),
    updateParticipant: ({ conferenceId, participantId, body }, { caller, requireMatch }) =>
      units.unit(() => {
        const membership = leaderOf(state, caller, conferenceId);
        const held = inConference(participants.get(participantId), conferenceId);
        requireMatch(entityTagOf(participantView(state, held)));
        judgeActive(membership);
        const next = { ...held, value: changed(held.value, body) };
        participants.put(participantId, next);
        return tagged(participantView(state, next));
      }),
    removeParticipant: ({ conferenceId, participantId }, { caller, requireMatch }) =>
      units.unit(() => {
        const { leads } = memberOf(state, caller, conferenceId);
        const held = inConference(participants.get(participantId), conferenceId);
        if (!leads && held.value.address !== caller.user) throw refused("forbidden");
        requireMatch(entityTagOf(participantView(state, held)));
        revokeOwnToken(state, held);
        takeOut(state, held);
      }),
  };
}

/** A token that admits one only stops admitting with the participant that came by it. */
function revokeOwnToken(state: ConferenceState, { value }: HeldParticipant): void {
  const token = value.joinToken === undefined ? undefined : state.tokens.get(value.joinToken);
  if (token?.value.admits === 1) state.tokens.delete(token.value.id);
}

/** A merge patch, carried out. */
function changed(value: HeldParticipant["value"], { displayName, role, permissions }: ParticipantChanges): HeldParticipant["value"] {
  const { displayName: before, ...rest } = value;
  const name = displayName === undefined ? before : displayName ?? undefined;
  const granted: Participant["permissions"] | undefined = permissions ?? (role === undefined ? undefined : permissionsOf(role));
  return {
    ...rest,
    ...(name === undefined ? {} : { displayName: name }),
    ...(role === undefined ? {} : { role }),
    ...(granted === undefined ? {} : { permissions: granted }),
  };
}
