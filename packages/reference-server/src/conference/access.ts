import type { Caller } from "@parley/runtime/http";
import { addressKey } from "../address-rules.js";
import { isOpen } from "./invitations/invitation-end.js";
import { refused } from "./refused.js";
import type { ConferenceState, HeldConference, HeldParticipant } from "./state.js";

/** One who calls the conference function. */
export interface ConferenceCaller extends Caller {
  /** The address that the caller is signed in with. It owns the conferences that it creates. */
  readonly user: string;
}

/** A conference as one of its members has it. */
export interface Membership {
  readonly held: HeldConference;
  readonly leads: boolean;
  /** As whom the caller is in it, or waits in its lobby. */
  readonly self: readonly HeldParticipant[];
}

/** The conference, for those who may know of it: its owner, who is in it, and who is invited. Throws `not-found` else. */
export function memberOf(state: ConferenceState, { user }: ConferenceCaller, id: string): Membership {
  const held = state.conferences.get(id);
  if (held === undefined) throw refused("not-found");
  const self = state.participants.inPartition(id).filter(({ value }) => value.address === user);
  const owns = held.value.owner === user;
  const isIn = self.some(({ value }) => value.status !== "pending");
  if (!owns && !isIn && !isInvited(state, user, id)) throw refused("not-found");
  return { held, self, leads: owns || self.some(({ value }) => value.status !== "pending" && value.permissions.includes("moderate")) };
}

/** The same, for those who lead it. Throws `forbidden` for others who are in it. */
export function leaderOf(state: ConferenceState, caller: ConferenceCaller, id: string): Membership {
  const membership = memberOf(state, caller, id);
  if (!membership.leads) throw refused("forbidden", "Only the owner and the moderators of the conference may do this.");
  return membership;
}

/** The same as `memberOf`, of a conference that has not ended. Throws `conference-ended`. */
export function activeMemberOf(state: ConferenceState, caller: ConferenceCaller, id: string): Membership {
  const membership = memberOf(state, caller, id);
  judgeActive(membership);
  return membership;
}

/** The same as `leaderOf`, of a conference that has not ended. Throws `conference-ended`. */
export function activeLeaderOf(state: ConferenceState, caller: ConferenceCaller, id: string): Membership {
  const membership = leaderOf(state, caller, id);
  judgeActive(membership);
  return membership;
}

/** Throws `conference-ended`. What demands an `If-Match` compares it before. */
export function judgeActive({ held }: Membership): void {
  if (held.value.state === "ended") throw refused("conference-ended");
}

/** From the invitation until the join: while it is not decided, and while the join token of one that was accepted is good. */
function isInvited({ invitations, tokens, clock }: ConferenceState, user: string, conference: string): boolean {
  return invitations.inPartition(conference).some((held) => {
    if (addressKey(held.value.address) !== addressKey(user)) return false;
    const token = tokens.get(held.joinToken);
    return isOpen(held) || (token !== undefined && Date.parse(token.value.expiresAt) > clock.now());
  });
}

/** What is in a conference under an id. Throws `not-found`. */
export function inConference<T extends { readonly conference: string }>(found: T | undefined, conference: string): T {
  if (found === undefined || found.conference !== conference) throw refused("not-found");
  return found;
}
