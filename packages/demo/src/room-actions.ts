import type { ConferenceClient, FloorRequest } from "@parley/conference";
import type { ConferenceInfo } from "@parley/signalling";
import type { RoomFacts } from "./page-state.js";
import { speechFloorOf } from "./room-members.js";
import type { Member } from "./room-members.js";

/** What a person does in a conference by the REST side, for itself or as one who leads. */
export type RoomAction =
  | { readonly kind: "admit" | "reject" | "remove" | "mute" | "ask-to-unmute"; readonly member: Member }
  | { readonly kind: "give-floor" | "deny-floor" | "take-floor"; readonly member: Member }
  | { readonly kind: "raise-hand" | "lower-hand" | "unmute" | "stay-muted" }
  | { readonly kind: "move"; readonly member: Member; readonly breakout: string | undefined }
  | { readonly kind: "open-breakout"; readonly subject: string }
  | { readonly kind: "close-breakouts" | "issue-link" | "revoke-link" | "end" }
  | { readonly kind: "lock"; readonly locked: boolean }
  | { readonly kind: "lobby"; readonly on: boolean }
  | { readonly kind: "invite"; readonly name: string };

/** The conference as the page sees it, and as whom. */
export interface ActionPlace {
  readonly client: ConferenceClient;
  readonly conferenceId: string;
  readonly info: ConferenceInfo;
  readonly self: Member;
  readonly facts: RoomFacts;
  readonly addressOf: (name: string) => string;
  /** The page's link with a join token in it. */
  readonly linkOf: (joinToken: string) => string;
}

/** Carries it out, and gives what is known by it. @throws ProtocolError */
export async function carryOut(place: ActionPlace, action: RoomAction): Promise<RoomFacts> {
  const { client, conferenceId, self } = place;
  switch (action.kind) {
    case "admit":
      await client.admitParticipant({ conferenceId, participantId: action.member.id });
      return {};
    case "reject":
      await client.rejectParticipant({ conferenceId, participantId: action.member.id });
      return {};
    case "remove":
      await client.removeParticipant({ conferenceId, participantId: action.member.id, ifMatch: "*" });
      return {};
    case "mute":
      await changeAudio(place, action.member, { muted: true });
      return {};
    case "unmute":
      await changeAudio(place, self, { muted: false });
      return {};
    case "stay-muted":
      await changeAudio(place, self, { unmuteAsked: false });
      return {};
    case "ask-to-unmute":
      for (const { id, muted } of action.member.audio?.parts ?? []) if (muted) await client.askToUnmute({ conferenceId, participantId: action.member.id, mediaId: id });
      return {};
    case "give-floor":
      await client.grantFloor(await requestOf(place, action.member));
      return {};
    case "deny-floor":
      await client.denyFloor(await requestOf(place, action.member));
      return {};
    case "take-floor":
      await client.revokeFloor(await requestOf(place, action.member));
      return {};
    case "raise-hand":
      await client.requestFloor({ conferenceId, floorId: floorOf(place), body: {} });
      return {};
    case "lower-hand":
      await client.releaseFloor(await requestOf(place, self));
      return {};
    case "move":
      await client.moveParticipant({ conferenceId, participantId: action.member.id, body: action.breakout === undefined ? {} : { breakout: action.breakout } });
      return {};
    case "open-breakout":
      await client.openBreakout({ conferenceId, body: { subject: action.subject } });
      return {};
    case "close-breakouts":
      for (const { id } of place.info.breakouts ?? []) await client.closeBreakout({ conferenceId, breakoutId: id, ifMatch: "*" });
      return {};
    case "lock":
      return lobbyFact(await client.updateConference({ conferenceId, ifMatch: "*", body: { locked: action.locked } }));
    case "lobby":
      return lobbyFact(await client.updateConference({ conferenceId, ifMatch: "*", body: { joinHandling: action.on ? "confirm" : "allow" } }));
    case "issue-link": {
      const { id, token } = await client.issueJoinToken({ conferenceId, body: { admits: 3, expiresIn: 3600 } });
      return { link: { url: place.linkOf(token), token: id } };
    }
    case "revoke-link":
      if (place.facts.link !== undefined) await client.revokeJoinToken({ conferenceId, joinTokenId: place.facts.link.token, ifMatch: "*" });
      return { link: undefined };
    case "invite": {
      const { id, state } = await client.inviteParticipant({ conferenceId, body: { address: place.addressOf(action.name) } });
      return { invited: { id, name: action.name, state } };
    }
    case "end":
      await client.endConference({ conferenceId });
      return {};
  }
}

/** Whether newcomers wait in the lobby, which no event says. */
export function lobbyFact({ joinHandling }: { readonly joinHandling: string }): RoomFacts {
  return { hasLobby: joinHandling !== "allow" };
}

async function changeAudio({ client, conferenceId }: ActionPlace, { id, audio }: Member, body: { readonly muted: boolean } | { readonly unmuteAsked: false }): Promise<void> {
  for (const part of audio?.parts ?? []) {
    const changes = "unmuteAsked" in body ? part.muted : part.muted !== body.muted;
    if (changes) await client.updateMedia({ conferenceId, participantId: id, mediaId: part.id, ifMatch: "*", body });
  }
}

function floorOf({ info }: ActionPlace): string {
  return speechFloorOf(info)?.id ?? "";
}

/** The member's request for the floor that is not over: the events name members, the REST side requests. */
async function requestOf(place: ActionPlace, member: Member) {
  const { client, conferenceId } = place;
  const floorId = floorOf(place);
  const isOpen = ({ participant, endedAt }: FloorRequest) => participant === member.id && endedAt === undefined;
  let floorRequestId = "";
  for await (const request of client.listFloorRequests({ conferenceId, floorId })) {
    if (!isOpen(request)) continue;
    floorRequestId = request.id;
    break;
  }
  return { conferenceId, floorId, floorRequestId };
}
