import { problems } from "@parley/signalling";

/** A reason as logs and metrics show it. Peers may choose words of their own, and what they choose is nobody else's business: those are `other`. */
export function knownReason(reason: string): string {
  return known.has(reason) ? reason : "other";
}

const known: ReadonlySet<string> = new Set([
  ...Object.keys(problems), "normal", "answered-elsewhere", "bad-response", "cancelled", "closed", "closed-by-peer", "connection-lost", "expired", "failed", "media-failed",
  "no-confirmation", "not-acknowledged", "overload", "protocol-error", "removed", "replaced", "sequence", "shutdown", "state-lost", "timeout", "transferred",
]);
