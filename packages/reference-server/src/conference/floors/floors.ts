import type { ConferenceImplementation } from "@parley/conference";
import { conferenceBasePath } from "@parley/conference";
import type { ConferenceCaller } from "../access.js";
import { activeLeaderOf, inConference, judgeActive, leaderOf, memberOf } from "../access.js";
import { entityTagOf, tagged } from "../entity-tag.js";
import { floorView } from "./floor-view.js";
import { pageOf } from "../page.js";
import { refused } from "../refused.js";
import { serveFloors } from "./serve-floors.js";
import type { ConferenceState, HeldFloor } from "../state.js";

type Operations = Pick<ConferenceImplementation<ConferenceCaller>, "listFloors" | "createFloor" | "getFloor" | "updateFloor" | "deleteFloor">;

/** Floors of one conference: `conference-info` tells of no more. */
const mostFloors = 64;

export function floorOperations(state: ConferenceState): Operations {
  const { units, floors } = state;
  return {
    listFloors: (call, { caller }) =>
      units.read(() => {
        const { conferenceId } = call;
        memberOf(state, caller, conferenceId);
        return pageOf(state, { operation: "listFloors", call, caller }, floors.inPartition(conferenceId), "oldest", (held) => floorView(state, held));
      }),
    createFloor: async ({ conferenceId, body }, { caller }) => {
      const floor = await units.unit(() => {
        activeLeaderOf(state, caller, conferenceId);
        judgeChair(state, conferenceId, body.chair);
        if (floors.inPartition(conferenceId).length >= mostFloors) throw refused("limit-reached", undefined, { retryAfter: 60 });
        const { name, policy = "moderator-controlled", chair, maxHolders = 1 } = body;
        const value = { id: state.newId(), name, policy, ...(chair === undefined ? {} : { chair }), maxHolders, createdAt: state.time() };
        const held: HeldFloor = { conference: conferenceId, serial: state.nextSerial(), value };
        floors.put(value.id, held);
        return floorView(state, held);
      });
      const location = `${conferenceBasePath}/conferences/${conferenceId}/floors/${floor.id}`;
      return { status: 201, headers: { etag: entityTagOf(floor), location }, body: floor };
    },
    getFloor: ({ conferenceId, floorId }, { caller }) =>
      units.read(() => {
        memberOf(state, caller, conferenceId);
        return tagged(floorView(state, inConference(floors.get(floorId), conferenceId)));
      }),
    updateFloor: ({ conferenceId, floorId, body }, { caller, requireMatch }) =>
      units.unit(() => {
        const membership = leaderOf(state, caller, conferenceId);
        const held = inConference(floors.get(floorId), conferenceId);
        requireMatch(entityTagOf(floorView(state, held)));
        judgeActive(membership);
        const { chair: known, ...rest } = held.value;
        const { name = rest.name, policy = rest.policy, maxHolders = rest.maxHolders, chair = known } = body;
        if (chair !== known) judgeChair(state, conferenceId, chair ?? undefined);
        floors.put(floorId, { ...held, value: { ...rest, name, policy, maxHolders, ...(chair === undefined || chair === null ? {} : { chair }) } });
        serveFloors(state, conferenceId);
        return tagged(floorView(state, inConference(floors.get(floorId), conferenceId)));
      }),
    deleteFloor: ({ conferenceId, floorId }, { caller, requireMatch }) =>
      units.unit(() => {
        leaderOf(state, caller, conferenceId);
        requireMatch(entityTagOf(floorView(state, inConference(floors.get(floorId), conferenceId))));
        for (const { value } of state.floorRequests.inPartition(conferenceId)) if (value.floor === floorId) state.floorRequests.delete(value.id);
        floors.delete(floorId);
      }),
  };
}

/** A chair is in the conference, and not in its lobby. */
function judgeChair({ participants }: ConferenceState, conference: string, chair: string | undefined): void {
  if (chair === undefined) return;
  const held = participants.get(chair);
  if (held?.conference !== conference || held.value.status === "pending") throw refused("conflict", "The chair is not in the conference.");
}
