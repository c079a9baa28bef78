import { limits, timers } from "@parley/signalling";

/** The limits that the signalling function keeps by itself; those of single messages are the runtime's. */
export type FunctionLimits = { readonly [Name in (typeof kept)[number]]: number };

const kept = [
  "messagesPerMinute", "candidatesPerMinute", "setupsPerMinute", "updatesPerMinute", "mediaSections", "candidateBatch",
  "authAttempts", "sessionsPerConnection", "earlyCandidates",
] as const;

/** The specification's defaults, but for what is wished otherwise. */
export function functionLimits(wished: Partial<FunctionLimits> = {}): FunctionLimits {
  const all = { ...limits, ...wished };
  // Those of the delivery are granted elsewhere.
  return Object.fromEntries(kept.map((name) => [name, all[name]])) as FunctionLimits;
}

/** A timer of the specification in whole seconds, as messages state times. */
export function timerSeconds(name: "answer" | "heartbeat" | "availability" | "subscription" | "ringFor"): number {
  const timer: number | { readonly default: number } = timers[name];
  return Math.round((typeof timer === "number" ? timer : timer.default) / 1000);
}
