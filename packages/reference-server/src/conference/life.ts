import { endInvitation } from "./invitations/invitation-end.js";
import { refused } from "./refused.js";
import type { ConferenceState, HeldConference, HeldParticipant } from "./state.js";

const second = 1_000;
const hour = 3_600 * second;

/** A conference in which nobody was for so long ends, where nothing else is said. Seconds. */
const idleTimeout = 86_400;

/** How long a conference that has ended can still be read. */
const kept = hour;

/** Ends a conference for everyone; one that has ended stays as it is. Inside a unit. */
export function endConference(state: ConferenceState, id: string): HeldConference {
  const held = state.conferences.get(id);
  if (held === undefined) throw refused("not-found");
  if (held.value.state === "ended") return held;
  for (const participant of state.participants.inPartition(id)) takeOut(state, participant);
  for (const { value } of state.breakouts.inPartition(id)) state.breakouts.delete(value.id);
  for (const held of state.invitations.inPartition(id)) endInvitation(state, held, "cancelled", { reason: "conference-ended" });
  for (const request of state.floorRequests.inPartition(id)) {
    if (request.value.endedAt === undefined) state.floorRequests.put(request.value.id, { ...request, value: { ...request.value, state: "cancelled", endedAt: state.time() } });
  }
  const now = state.conferences.get(id) ?? held;
  const ended = { ...now, touched: state.clock.now(), value: { ...now.value, state: "ended" as const, endedAt: state.time() } };
  state.conferences.put(id, ended);
  return ended;
}

/** Takes a participant out, and adds its time to the statistics. Who waits in the lobby has none. Inside a unit. */
export function takeOut(state: ConferenceState, { conference, value }: HeldParticipant): void {
  for (const media of state.media.inPartition(conference)) if (media.participant === value.id) state.media.delete(`${value.id}/${media.value.id}`);
  for (const request of state.floorRequests.inPartition(conference)) {
    if (request.value.participant === value.id && request.value.endedAt === undefined) {
      const over = request.value.state === "granted" ? "released" : "cancelled";
      state.floorRequests.put(request.value.id, { ...request, value: { ...request.value, state: over, endedAt: state.time() } });
    }
  }
  state.participants.delete(value.id);
  const held = state.conferences.get(conference);
  if (held === undefined) return;
  const now = state.clock.now();
  const seconds = value.joinedAt === undefined ? 0 : (now - Date.parse(value.joinedAt)) / second;
  state.conferences.put(conference, { ...held, touched: now, seconds: held.seconds + seconds });
}

/** Forgets a conference and all that is in it. Inside a unit. */
export function forgetConference(state: ConferenceState, id: string): void {
  const { participants, tokens, invitations, floors, floorRequests, breakouts, reports, media } = state;
  for (const table of [participants, tokens, invitations, floors, floorRequests, breakouts, reports]) {
    for (const { value } of table.inPartition(id)) table.delete(value.id);
  }
  for (const { participant, value } of media.inPartition(id)) media.delete(`${participant}/${value.id}`);
  state.snapshots.delete(id);
  state.conferences.delete(id);
}

/** Begins what is scheduled, ends what is over or idle, forgets what ended long ago. Inside a unit. */
export function passTime(state: ConferenceState): void {
  const now = state.clock.now();
  for (const held of Array.from(state.conferences.values())) {
    const { value } = held;
    if (value.state === "ended") {
      if (now - held.touched > kept) forgetConference(state, value.id);
    } else if (value.endsAt !== undefined && Date.parse(value.endsAt) <= now) {
      endConference(state, value.id);
    } else if (value.state === "scheduled") {
      if (value.startsAt !== undefined && Date.parse(value.startsAt) <= now) state.conferences.put(value.id, { ...held, touched: now, value: { ...value, state: "active" } });
    } else if (state.participants.inPartition(value.id).length === 0 && now - held.touched > (value.idleTimeout ?? idleTimeout) * second) {
      endConference(state, value.id);
    }
  }
}
