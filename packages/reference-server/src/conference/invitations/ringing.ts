import type { Invitation } from "@parley/conference";
import { endInvitation, isOpen } from "./invitation-end.js";
import type { InvitationCaller, InvitationGrant, InvitationReport } from "./invitation-caller.js";
import { issueToken } from "../join-tokens.js";
import type { ConferenceState, HeldConference, HeldInvitation } from "../state.js";

/** A join token outlives the ringing by so many seconds: who accepts at the last moment joins, still. */
const joinWithin = 60;

/** An invitation as it is kept, before somebody is called. */
export type NewInvitationRecord = Omit<HeldInvitation, "joinToken">;

/** Calls invited users, by whoever does that, and keeps what becomes of it. */
export interface Ringing {
  /** Who calls from now on. Returns what takes it away. */
  callBy(caller: InvitationCaller): () => void;
  /** Keeps the invitation, and begins an attempt when it is kept. Inside a unit. */
  begin(conference: HeldConference, invitation: NewInvitationRecord): HeldInvitation;
  close(): void;
}

/** One attempt that is under way. */
interface Ring {
  readonly caller: InvitationCaller | undefined;
  readonly stopTimer: () => void;
}

export function openRinging(state: ConferenceState): Ringing {
  const { units, clock, invitations } = state;
  let caller: InvitationCaller | undefined;
  const rings = new Map<string, Ring>();

  // Whatever ended an invitation, the end of its conference for instance: the devices hear of it.
  units.beforeCommit((touched) => {
    for (const { key, after } of touched.records(invitations)) {
      if (after !== undefined && !isOpen(after)) units.afterCommit(() => over(key)?.caller?.stop(after.value));
    }
  });

  /** Ends the attempt on this side; absent where there is none. */
  function over(id: string): Ring | undefined {
    const ring = rings.get(id);
    ring?.stopTimer();
    rings.delete(id);
    return ring;
  }

  function keep({ id, attempts }: Invitation, { state: told, cause }: InvitationReport): void {
    void units.unit(() => {
      const held = invitations.get(id);
      if (held === undefined || held.value.attempts !== attempts || !isOpen(held)) return;
      if (told === "ringing") invitations.put(id, { ...held, value: { ...held.value, state: told } });
      else endInvitation(state, held, told, cause);
    });
  }

  function start(invitation: Invitation, grant: InvitationGrant): void {
    const { id } = invitation;
    const ring: Ring = { caller, stopTimer: clock.after(grant.ringFor * 1_000, () => keep(invitation, { state: "unanswered" })) };
    rings.set(id, ring);
    const tell = (report: InvitationReport) => {
      if (rings.get(id) !== ring) return;
      if (report.state !== "ringing") over(id);
      keep(invitation, report);
    };
    if (caller === undefined) tell({ state: "failed" });
    else caller.ring(invitation, grant, tell);
  }

  return {
    callBy(next) {
      caller = next;
      return () => {
        if (caller === next) caller = undefined;
      };
    },
    begin({ value: { uri, subject } }, invitation) {
      const { conference, ringFor, value } = invitation;
      const { role, displayName, invitedBy = "" } = value;
      const wish = { role, admits: 1, skipsLobby: true, expiresIn: ringFor + joinWithin, ...(displayName === undefined ? {} : { displayName }) };
      const { id: joinToken, token } = issueToken(state, conference, wish);
      const held: HeldInvitation = { ...invitation, joinToken };
      invitations.put(value.id, held);
      const grant = { conferenceUri: uri, ...(subject === undefined ? {} : { subject }), joinToken: token, invitedBy, ringFor };
      units.afterCommit(() => start(value, grant));
      return held;
    },
    close: () => {
      for (const id of rings.keys()) over(id);
    },
  };
}
