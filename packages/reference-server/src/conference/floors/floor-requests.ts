import type { ConferenceImplementation, FloorRequest, NewFloorRequest } from "@parley/conference";
import { conferenceBasePath } from "@parley/conference";
import type { ConferenceCaller, Membership } from "../access.js";
import { activeMemberOf, inConference, memberOf } from "../access.js";
import { floorRequestView, requestsFor } from "./floor-view.js";
import type { HeldFloorRequest } from "./floor-view.js";
import { pageOf } from "../page.js";
import { refused } from "../refused.js";
import { serveFloors } from "./serve-floors.js";
import type { ConferenceState, HeldFloor, HeldParticipant } from "../state.js";

type Operations = Pick<
  ConferenceImplementation<ConferenceCaller>,
  "listFloorRequests" | "requestFloor" | "getFloorRequest" | "grantFloor" | "denyFloor" | "releaseFloor" | "revokeFloor"
>;

/** A request in the path of a call. */
interface RequestCall {
  readonly conferenceId: string;
  readonly floorId: string;
  readonly floorRequestId: string;
}

/** What becomes of a request in this state; undefined where it stays as it is. Throws where the caller may not decide so. */
type Decision = (known: FloorRequest["state"], membership: Membership, found: Found) => FloorRequest["state"] | undefined;

/** Requests for one floor that are kept; of more, the oldest that is over goes. */
const mostRequests = 1_000;

export function floorRequestOperations(state: ConferenceState): Operations {
  const { units } = state;
  const decide = (call: RequestCall, caller: ConferenceCaller, next: Decision) =>
    units.unit(() => {
      const membership = memberOf(state, caller, call.conferenceId);
      const found = find(state, call);
      const { held } = found;
      const outcome = next(held.value.state, membership, found);
      if (outcome === undefined) return floorRequestView(state, held);
      const isOver = outcome !== "accepted" && outcome !== "granted";
      state.floorRequests.put(held.value.id, { ...held, value: { ...held.value, state: outcome, ...(isOver ? { endedAt: state.time() } : {}) } });
      serveFloors(state, held.conference);
      return floorRequestView(state, find(state, call).held);
    });
  return {
    listFloorRequests: (call, { caller }) =>
      units.read(() => {
        const { conferenceId, floorId } = call;
        memberOf(state, caller, conferenceId);
        inConference(state.floors.get(floorId), conferenceId);
        return pageOf(state, { operation: "listFloorRequests", call, caller }, requestsFor(state, conferenceId, floorId), "newest", (held) => floorRequestView(state, held));
      }),
    requestFloor: async ({ conferenceId, floorId, body }, { caller }) => {
      const request = await units.unit(() => {
        const membership = activeMemberOf(state, caller, conferenceId);
        const floor = inConference(state.floors.get(floorId), conferenceId);
        return ask(state, floor, asking(state, membership, floor, body.participant), body);
      });
      const location = `${conferenceBasePath}/conferences/${conferenceId}/floors/${floorId}/requests/${request.id}`;
      return { status: 201, headers: { location }, body: request };
    },
    getFloorRequest: (call, { caller }) =>
      units.read(() => {
        memberOf(state, caller, call.conferenceId);
        return floorRequestView(state, find(state, call).held);
      }),
    grantFloor: (call, { caller }) =>
      decide(call, caller, (known, membership, { floor }) => {
        judgeDecider(membership, floor);
        if (membership.held.value.state === "ended") throw refused("conference-ended");
        if (known === "granted" || known === "accepted") return undefined;
        if (known !== "pending") throw refused("conflict", "The request is over.");
        // It has the floor at once where there is room: see `serveFloors`.
        return "accepted";
      }),
    denyFloor: (call, { caller }) =>
      decide(call, caller, (known, membership, { floor }) => {
        judgeDecider(membership, floor);
        if (known !== "pending" && known !== "accepted") throw refused("conflict", "The request is granted, or over.");
        return "denied";
      }),
    releaseFloor: (call, { caller }) =>
      decide(call, caller, (known, { self }, { held }) => {
        if (!self.some(({ value }) => value.id === held.value.participant)) throw refused("forbidden", "Only the participant itself may do this.");
        if (held.value.endedAt !== undefined) return undefined;
        return known === "granted" ? "released" : "cancelled";
      }),
    revokeFloor: (call, { caller }) =>
      decide(call, caller, (known, membership, { floor }) => {
        judgeDecider(membership, floor);
        if (known !== "granted") throw refused("conflict", "The request is not granted.");
        return "revoked";
      }),
  };
}

interface Found {
  readonly floor: HeldFloor;
  readonly held: HeldFloorRequest;
}

function find({ floors, floorRequests }: ConferenceState, { conferenceId, floorId, floorRequestId }: RequestCall): Found {
  const floor = inConference(floors.get(floorId), conferenceId);
  const held = inConference(floorRequests.get(floorRequestId), conferenceId);
  if (held.value.floor !== floorId) throw refused("not-found");
  return { floor, held };
}

/** The chair decides, and who leads the conference. */
function judgeDecider(membership: Membership, { value }: HeldFloor): void {
  if (!membership.leads && !isChair(membership, value.chair)) throw refused("forbidden", "Only the chair, and who leads the conference, may do this.");
}

function isChair({ self }: Membership, chair: string | undefined): boolean {
  return self.some(({ value }) => value.id === chair);
}

/** For whom the caller asks: for itself, where it may; the chair, and who leads the conference, for everyone. */
function asking({ participants }: ConferenceState, membership: Membership, floor: HeldFloor, wished: string | undefined): HeldParticipant {
  const inside = membership.self.filter(({ value }) => value.status !== "pending");
  const own = wished === undefined ? inside[0] : inside.find(({ value }) => value.id === wished);
  const mayDecide = membership.leads || isChair(membership, floor.value.chair);
  if (wished !== undefined && own === undefined && !mayDecide) throw refused("forbidden", "Only the chair, and who leads the conference, may ask for another.");
  const held = own ?? (wished === undefined ? undefined : participants.get(wished));
  if (held?.conference !== floor.conference || held.value.status === "pending") throw refused("conflict", "The participant is not in the conference.");
  if (!mayDecide && !held.value.permissions.includes("request-floor")) throw refused("forbidden", "The participant may not ask for a floor.");
  return held;
}

function ask(state: ConferenceState, { conference, value: floor }: HeldFloor, participant: HeldParticipant, body: NewFloorRequest): FloorRequest {
  const { floorRequests } = state;
  const { priority = "normal", note } = body;
  const known = requestsFor(state, conference, floor.id);
  const isOpen = known.some(({ value }) => value.participant === participant.value.id && value.endedAt === undefined);
  if (isOpen) throw refused("conflict", "The participant has a request for the floor that is not over.");
  const over = known.find(({ value }) => value.endedAt !== undefined);
  if (known.length >= mostRequests && over !== undefined) floorRequests.delete(over.value.id);
  const id = state.newId();
  const value = { id, floor: floor.id, participant: participant.value.id, state: "pending", priority, ...(note === undefined ? {} : { note }), createdAt: state.time() };
  const held: HeldFloorRequest = { conference, serial: state.nextSerial(), value };
  floorRequests.put(id, held);
  serveFloors(state, conference);
  return floorRequestView(state, floorRequests.get(id) ?? held);
}
