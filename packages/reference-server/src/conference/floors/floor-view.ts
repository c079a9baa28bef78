import type { Floor, FloorRequest } from "@parley/conference";
import type { ConferenceState, Held, HeldFloor } from "../state.js";

/** Without its place in the queue, which follows from the others. */
export type HeldFloorRequest = Held<Omit<FloorRequest, "position">>;

const urgency = ["lowest", "low", "normal", "high", "highest"];

/** The requests for a floor that are granted, in order of creation. */
export function holdersOf(state: ConferenceState, conference: string, floor: string): readonly HeldFloorRequest[] {
  return requestsFor(state, conference, floor).filter(({ value }) => value.state === "granted");
}

/** The requests for a floor that wait, the first to be served first: what is accepted, then by priority, then by age. */
export function queueOf(state: ConferenceState, conference: string, floor: string): readonly HeldFloorRequest[] {
  const waiting = requestsFor(state, conference, floor).filter(({ value }) => value.state === "pending" || value.state === "accepted");
  const rank = ({ value }: HeldFloorRequest) => (value.state === "accepted" ? 100 : 0) + (urgency.includes(value.priority) ? urgency.indexOf(value.priority) : 2);
  return [...waiting].sort((a, b) => rank(b) - rank(a) || a.serial - b.serial);
}

export function floorView(state: ConferenceState, { conference, value }: HeldFloor): Floor {
  const ids = (requests: readonly HeldFloorRequest[]) => requests.map((request) => request.value.id);
  return { ...value, holders: ids(holdersOf(state, conference, value.id)), queue: ids(queueOf(state, conference, value.id)) };
}

/** A request as it is shown, with its place in the queue. */
export function floorRequestView(state: ConferenceState, { conference, value }: HeldFloorRequest): FloorRequest {
  const position = queueOf(state, conference, value.floor).findIndex((other) => other.value.id === value.id);
  return { ...value, ...(position < 0 ? {} : { position: position + 1 }) };
}

/** All requests for a floor, in order of creation. */
export function requestsFor(state: ConferenceState, conference: string, floor: string): readonly HeldFloorRequest[] {
  return state.floorRequests.inPartition(conference).filter(({ value }) => value.floor === floor);
}
