import type { ConferenceInfo } from "@parley/conference";
import type { HeldParticipant } from "./state.js";

/** The room of a conference that a participant is in: the id of a breakout, or the empty text for the main room. Undefined in the lobby. */
export function roomOf({ status, breakout = "" }: HeldParticipant["value"]): string | undefined {
  return status === "pending" ? undefined : breakout;
}

/** The rooms of all who are in a conference, by participant. */
export function roomsOf({ users = [] }: ConferenceInfo): ReadonlyMap<string, string> {
  const admitted = users.filter(({ endpoints = [] }) => endpoints.some(({ status }) => status !== "pending"));
  return new Map(admitted.map(({ id, breakout = "" }) => [id, breakout]));
}
