import type { Cause, Invitation } from "@parley/conference";

/** What an invited user needs to join, and to decide. */
export interface InvitationGrant {
  readonly conferenceUri: string;
  readonly subject?: string;
  /** Lets one in, past the lobby. It is good until it is used, and no more once the invitation has ended without acceptance. */
  readonly joinToken: string;
  /** The address of who invites. */
  readonly invitedBy: string;
  /** For how many seconds it rings at the most. */
  readonly ringFor: number;
}

/** What the devices of a user say to an invitation. */
export interface InvitationReport {
  /** `ringing`: a device asks the user, which may be told once. Each other is the outcome. */
  readonly state: "ringing" | "accepted" | "declined" | "busy" | "unanswered" | "failed";
  /** Of an outcome other than `accepted`. Absent, the one that goes with the state. */
  readonly cause?: Cause;
}

/** The signalling side of invitations: calls users. Each attempt at an invitation is a ring of its own. */
export interface InvitationCaller {
  /** Asks the devices of the user at `invitation.address`, and tells what they say. What is told after the outcome, or after `stop`, is passed over. */
  ring(invitation: Invitation, grant: InvitationGrant, tell: (report: InvitationReport) => void): void;
  /** Takes it back from devices that still ask the user: it was cancelled, the conference has ended, or nobody answered in time, as its cause says. */
  stop(invitation: Invitation): void;
}
