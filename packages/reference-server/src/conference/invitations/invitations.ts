import type { ConferenceImplementation, Invitation } from "@parley/conference";
import { conferenceBasePath } from "@parley/conference";
import { addressKind } from "../../address-rules.js";
import type { ConferenceCaller, Membership } from "../access.js";
import { activeMemberOf, inConference, memberOf } from "../access.js";
import { endInvitation, isOpen } from "./invitation-end.js";
import { pageOf } from "../page.js";
import { refused } from "../refused.js";
import type { Ringing } from "./ringing.js";
import type { ConferenceState } from "../state.js";

type Operations = Pick<
  ConferenceImplementation<ConferenceCaller>,
  "listInvitations" | "inviteParticipant" | "getInvitation" | "retryInvitation" | "cancelInvitation"
>;

/** Seconds that an invitation rings where nothing is wished. */
const usualRingFor = 30;

/** Invitations of one conference, and attempts of one invitation. Of more invitations, the oldest that is over goes. */
const most = { invitations: 1_000, attempts: 1_000 };

export function invitationOperations(state: ConferenceState, ringing: Ringing): Operations {
  const { units, invitations } = state;
  return {
    listInvitations: (call, { caller }) =>
      units.read(() => {
        const { conferenceId } = call;
        memberOf(state, caller, conferenceId);
        return pageOf(state, { operation: "listInvitations", call, caller }, invitations.inPartition(conferenceId), "newest", ({ value }) => value);
      }),
    inviteParticipant: async ({ conferenceId, body }, { caller }) => {
      const invitation = await units.unit(() => {
        const membership = activeMemberOf(state, caller, conferenceId);
        if (!mayInvite(membership)) throw refused("forbidden", "The participant may not invite.");
        const { address, displayName, role = "participant", ringFor = usualRingFor } = body;
        if (!membership.leads && role === "moderator") throw refused("forbidden", "Only who leads the conference may invite a moderator.");
        if (addressKind(address) !== "user") throw refused("address-unsupported", "Only users, whose addresses are `acct:`, can be invited.");
        judgeOpen(membership);
        makeRoom(state, conferenceId);
        const name = displayName === undefined ? {} : { displayName };
        const begun = { state: "pending", attempts: 1, invitedBy: caller.user, createdAt: state.time() };
        const value: Invitation = { id: state.newId(), address, ...name, role, ...begun };
        return ringing.begin(membership.held, { conference: conferenceId, serial: state.nextSerial(), ringFor, value }).value;
      });
      return { status: 202, headers: { location: locationOf(conferenceId, invitation) }, body: invitation };
    },
    getInvitation: ({ conferenceId, invitationId }, { caller }) =>
      units.read(() => {
        memberOf(state, caller, conferenceId);
        return inConference(invitations.get(invitationId), conferenceId).value;
      }),
    retryInvitation: async ({ conferenceId, invitationId }, { caller }) => {
      const invitation = await units.unit(() => {
        const membership = activeMemberOf(state, caller, conferenceId);
        const held = inConference(invitations.get(invitationId), conferenceId);
        judgeInviter(membership, caller, held.value);
        if (isOpen(held)) throw refused("conflict", "It still rings.");
        if (held.value.state === "accepted") throw refused("conflict", "It was accepted.");
        judgeOpen(membership);
        if (held.value.attempts >= most.attempts) throw refused("conflict", "It was tried too often.");
        const { endedAt: _, cause: __, ...value } = held.value;
        return ringing.begin(membership.held, { ...held, value: { ...value, state: "pending", attempts: value.attempts + 1 } }).value;
      });
      return { status: 202, headers: { location: locationOf(conferenceId, invitation) }, body: invitation };
    },
    cancelInvitation: ({ conferenceId, invitationId }, { caller }) =>
      units.unit(() => {
        const membership = memberOf(state, caller, conferenceId);
        const held = inConference(invitations.get(invitationId), conferenceId);
        judgeInviter(membership, caller, held.value);
        return endInvitation(state, held, "cancelled").value;
      }),
  };
}

function locationOf(conference: string, { id }: Invitation): string {
  return `${conferenceBasePath}/conferences/${conference}/invitations/${id}`;
}

function mayInvite({ leads, self }: Membership): boolean {
  return leads || self.some(({ value }) => value.status !== "pending" && value.permissions.includes("invite"));
}

/** Who leads the conference, and who invited and still may. */
function judgeInviter(membership: Membership, { user }: ConferenceCaller, { invitedBy }: Invitation): void {
  if (!membership.leads && (invitedBy !== user || !mayInvite(membership))) throw refused("forbidden");
}

/** Nobody is called into a conference that would not let them in. */
function judgeOpen({ held: { value } }: Membership): void {
  if (value.state !== "active" || value.locked || value.joinHandling === "block") throw refused("conflict", "The conference lets nobody in now.");
}

function makeRoom({ invitations }: ConferenceState, conference: string): void {
  const known = invitations.inPartition(conference);
  if (known.length < most.invitations) return;
  const over = known.find((held) => !isOpen(held));
  if (over === undefined) throw refused("limit-reached", undefined, { retryAfter: 60 });
  invitations.delete(over.value.id);
}
