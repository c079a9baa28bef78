import type { Cause, Invitation } from "@parley/conference";
import type { ConferenceState, HeldInvitation } from "../state.js";

/** Why an invitation was not accepted, where nobody said. */
const usualCauses: Readonly<Record<string, string>> = { declined: "declined", busy: "busy", unanswered: "no-answer", failed: "unreachable", cancelled: "cancelled" };

/** Whether nothing has become of it yet. */
export function isOpen({ value }: HeldInvitation): boolean {
  return value.endedAt === undefined;
}

/** Ends an invitation that is open; another stays as it is. Its join token is good no more, but where it was accepted. Inside a unit. */
export function endInvitation(state: ConferenceState, held: HeldInvitation, outcome: Invitation["state"], cause?: Cause): HeldInvitation {
  if (!isOpen(held)) return held;
  const isAccepted = outcome === "accepted";
  const why = isAccepted ? {} : { cause: cause ?? { reason: usualCauses[outcome] ?? "failed" } };
  const next: HeldInvitation = { ...held, value: { ...held.value, state: outcome, endedAt: state.time(), ...why } };
  state.invitations.put(held.value.id, next);
  if (!isAccepted) state.tokens.delete(held.joinToken);
  return next;
}

/** After a restart no device is asked any more. Inside a unit. */
export function failInvitations(state: ConferenceState): void {
  for (const held of Array.from(state.invitations.values())) endInvitation(state, held, "failed", { reason: "state-lost" });
}
