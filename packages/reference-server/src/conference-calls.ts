import { endCall } from "./call-end.js";
import type { ConferenceChange } from "./conference/changes.js";
import { roomsOf } from "./conference/room.js";
import type { FunctionState } from "./function-state.js";

/** Ends the calls of those who are no longer in one room of a conference, after a change of it. */
export function endParted(state: FunctionState, { conference, kind, whole }: ConferenceChange): void {
  const rooms = roomsOf(whole);
  for (const call of state.calls.inConference(conference)) {
    const { caller, called } = call.conference ?? {};
    if (caller === undefined || called === undefined) continue;
    const both = [caller, called];
    const gone = both.filter((participant) => !rooms.has(participant));
    if (gone.length === 0 && rooms.get(caller) === rooms.get(called)) continue;
    const left = gone.length > 0 && gone.every((participant) => state.rooms.isLeaving(participant));
    endCall(state, call, undefined, { reason: kind === "ended" ? "conference-ended" : left ? "normal" : "removed" });
  }
}
