import type { ConferenceMedia, Participant } from "@parley/conference";
import type { ConferenceState, HeldMedia, HeldParticipant } from "./state.js";

/** A participant as it is shown, with its device. */
export function participantView(state: ConferenceState, held: HeldParticipant): Participant {
  return { ...held.value, status: statusOf(state, held), endpoints: [endpointOf(state, held)] };
}

/** The flows of media of a participant, by id. */
export function mediaOf(state: ConferenceState, { conference, value }: HeldParticipant): readonly HeldMedia[] {
  return state.media.inPartition(conference).filter(({ participant }) => participant === value.id);
}

export function endpointOf(state: ConferenceState, held: HeldParticipant): NonNullable<Participant["endpoints"]>[number] {
  const media: readonly ConferenceMedia[] = mediaOf(state, held).map(({ value }) => value);
  const { joinedAt } = held.value;
  return {
    entity: held.device,
    status: statusOf(state, held),
    joiningMethod: "dialed-in",
    ...(joinedAt === undefined ? {} : { joinedAt }),
    ...(media.length === 0 ? {} : { media }),
  };
}

/** Who is in with all of its sound muted is not let be heard. */
function statusOf(state: ConferenceState, held: HeldParticipant): Participant["status"] {
  const sounds = mediaOf(state, held).filter(({ value }) => value.kind === "audio");
  const isMuted = sounds.length > 0 && sounds.every(({ value }) => value.muted === true);
  return held.value.status === "connected" && isMuted ? "muted-via-focus" : held.value.status;
}
