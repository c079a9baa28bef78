import type { ConferenceMedia, MediaSection } from "@parley/signalling";
import type { Call } from "./call.js";
import type { FunctionState } from "./function-state.js";
import { faultFields } from "./log.js";

/** Tells the conference what flows between two of its participants, as an answer says. What no longer flows is known until the next answer: mutes stay. */
export function noteAnswer(state: FunctionState, call: Call, by: "caller" | "called", media: readonly MediaSection[]): void {
  if (call.conference === undefined) return;
  call.answered = { by, media };
  const { id, caller, called } = call.conference;
  const calls = state.calls.inConference(id);
  for (const participant of [caller, called]) {
    state.conferences.setMedia(participant, flowsOf(participant, calls)).catch((error: unknown) => state.log("fault", faultFields(error)));
  }
}

/** The flows of a participant, over all of its calls: `audio`, `video`, `video-2` and so on, as its sections come. */
export function flowsOf(participant: string, calls: readonly Call[]): readonly ConferenceMedia[] {
  const flows = new Map<string, { readonly section: MediaSection; sends: boolean; gets: boolean }>();
  for (const { conference, answered } of calls) {
    const side = conference?.caller === participant ? "caller" : conference?.called === participant ? "called" : undefined;
    if (side === undefined || answered === undefined) continue;
    const counts = new Map<string, number>();
    for (const section of answered.media) {
      const count = (counts.get(section.kind) ?? 0) + 1;
      counts.set(section.kind, count);
      const id = count === 1 ? section.kind : `${section.kind}-${count}`;
      const flow = flows.get(id) ?? { section, sends: false, gets: false };
      const [outward, inward] = [["sendrecv", "sendonly"], ["sendrecv", "recvonly"]].map((ways) => ways.includes(section.direction));
      flow.sends ||= (side === answered.by ? outward : inward) === true;
      flow.gets ||= (side === answered.by ? inward : outward) === true;
      flows.set(id, flow);
    }
  }
  return [...flows].map(([id, { section, sends, gets }]) => ({
    id,
    kind: section.kind,
    ...(section.content === undefined ? {} : { content: section.content }),
    direction: sends && gets ? "sendrecv" : sends ? "sendonly" : gets ? "recvonly" : "inactive",
  }));
}
