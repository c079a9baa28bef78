import type { ConferenceImplementation, Subscriptions } from "@parley/conference";
import type { ConferenceCaller } from "./access.js";
import { inConference, judgeActive, memberOf } from "./access.js";
import { entityTagOf, tagged } from "./entity-tag.js";
import { refused } from "./refused.js";
import type { ConferenceState } from "./state.js";

type Operations = Pick<ConferenceImplementation<ConferenceCaller>, "getSubscriptions" | "replaceSubscriptions">;

/** In a mesh each sends to each: what is sent to whom is up to their terminals. */
const inMesh: Subscriptions = { mode: "all" };

export function subscriptionOperations(state: ConferenceState): Operations {
  const { units, participants } = state;
  return {
    getSubscriptions: ({ conferenceId, participantId }, { caller }) =>
      units.read(() => {
        memberOf(state, caller, conferenceId);
        inConference(participants.get(participantId), conferenceId);
        return tagged(inMesh);
      }),
    replaceSubscriptions: ({ conferenceId, participantId, body }, { caller, requireMatch }) =>
      units.unit(() => {
        const membership = memberOf(state, caller, conferenceId);
        const { value } = inConference(participants.get(participantId), conferenceId);
        if (!membership.leads && value.address !== caller.user) throw refused("forbidden", "It is for the participant itself, and for moderators.");
        requireMatch(entityTagOf(inMesh));
        judgeActive(membership);
        if (body.mode !== "all") throw refused("capability-absent", "In a conference of topology p2p everybody gets the media of everybody.");
        return tagged(inMesh);
      }),
  };
}
