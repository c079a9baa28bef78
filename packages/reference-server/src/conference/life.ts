import { dueTimes } from "./due-times.js";
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

/** What passes with time. */
export interface Lifetimes {
  /** Begins what is scheduled, ends what is over or idle, forgets what ended long ago. What is not due costs nothing. */
  pass(): Promise<void>;
}

export function watchLifetimes(state: ConferenceState): Lifetimes {
  const { units, conferences, clock } = state;
  const times = dueTimes();
  for (const held of conferences.values()) times.put(held.value.id, dueAt(state, held));
  // Also where the unit is undone: then it is asked about once more than needed.
  units.beforeCommit((touched) => {
    for (const { after } of touched.records(conferences)) if (after !== undefined) times.put(after.value.id, dueAt(state, after));
  });
  return {
    async pass() {
      const ids = times.take(clock.now());
      if (ids.length === 0) return;
      try {
        await units.unit(() => ids.forEach(passFor));
      } catch (error) {
        for (const id of ids) times.put(id, clock.now());
        throw error;
      }
    },
  };

  function passFor(id: string): void {
    const held = conferences.get(id);
    if (held === undefined) return;
    const due = dueAt(state, held);
    const now = clock.now();
    if (due > now) return times.put(id, due);
    const { value } = held;
    if (value.state === "ended") forgetConference(state, id);
    else if (value.state !== "scheduled" || isPast(value.endsAt, now)) endConference(state, id);
    else conferences.put(id, { ...held, touched: now, value: { ...value, state: "active" } });
  }
}

/** When the next thing becomes of a conference by itself, where nobody does anything. */
function dueAt({ participants }: ConferenceState, { touched, value }: HeldConference): number {
  if (value.state === "ended") return touched + kept;
  const end = value.endsAt === undefined ? Infinity : Date.parse(value.endsAt);
  if (value.state === "scheduled") return Math.min(end, value.startsAt === undefined ? Infinity : Date.parse(value.startsAt));
  return participants.countIn(value.id) > 0 ? end : Math.min(end, touched + (value.idleTimeout ?? idleTimeout) * second);
}

function isPast(time: string | undefined, now: number): boolean {
  return time !== undefined && Date.parse(time) <= now;
}
