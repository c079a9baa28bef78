import { causes, problems } from "@parley/signalling";

/** A reason as logs and metrics show it. Peers may choose words of their own, and what they choose is nobody else's business: those are `other`. */
export function knownReason(reason: string): string {
  return Object.hasOwn(causes, reason) || Object.hasOwn(problems, reason) || ofTransport.has(reason) ? reason : "other";
}

/** Why a connection is over, where nothing was said. */
const ofTransport: ReadonlySet<string> = new Set(["closed", "closed-by-peer"]);
