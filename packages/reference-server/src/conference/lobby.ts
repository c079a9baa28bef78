import type { ConferenceImplementation } from "@parley/conference";
import type { ConferenceCaller } from "./access.js";
import { activeLeaderOf, inConference, memberOf } from "./access.js";
import { letIn } from "./admission.js";
import { tagged } from "./entity-tag.js";
import { takeOut } from "./life.js";
import { pageOf } from "./page.js";
import { participantView } from "./participant-view.js";
import { refused } from "./refused.js";
import type { ConferenceState } from "./state.js";

type Operations = Pick<ConferenceImplementation<ConferenceCaller>, "listLobby" | "admitParticipant" | "rejectParticipant">;

export function lobbyOperations(state: ConferenceState): Operations {
  const { units, participants } = state;
  return {
    listLobby: (call, { caller }) =>
      units.read(() => {
        const { conferenceId } = call;
        memberOf(state, caller, conferenceId);
        const waiting = participants.inPartition(conferenceId).filter(({ value }) => value.status === "pending");
        return pageOf(state, { operation: "listLobby", call, caller }, waiting, "oldest", (held) => participantView(state, held));
      }),
    admitParticipant: ({ conferenceId, participantId }, { caller }) =>
      units.unit(() => {
        activeLeaderOf(state, caller, conferenceId);
        const admitted = letIn(state, inConference(participants.get(participantId), conferenceId));
        if (admitted === "conference-full") throw refused("conference-full");
        return tagged(participantView(state, admitted));
      }),
    rejectParticipant: ({ conferenceId, participantId }, { caller }) =>
      units.unit(() => {
        activeLeaderOf(state, caller, conferenceId);
        const held = inConference(participants.get(participantId), conferenceId);
        if (held.value.status !== "pending") throw refused("not-found", "The participant does not wait in the lobby.");
        takeOut(state, held);
      }),
  };
}
