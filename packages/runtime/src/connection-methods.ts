import type { ProblemDetails } from "./problem.js";
import type { EndCause } from "./session-handle.js";

/** Says that the connection will end. */
export const goawayMethod = "goaway";

/** Says what was not accepted and cannot be answered. */
export const refusedMethod = "refused";

/** Asks for a sign of life. */
export const pingMethod = "ping";

/** The key of a `ping` in which its sender says how long the last one took, in milliseconds. */
export const roundTripKey = "roundTrip";

/** The fields of a `goaway` that is followed by the end of the connection at once. */
export function goawayNow(cause: EndCause): object {
  return { action: "stop", deadline: 0, cause };
}

/** The fields of a `refused`: what can be told of the message, and why. */
export function refusedFields(about: object, problemKey: string, problem: ProblemDetails): object {
  return { ...(Object.keys(about).length === 0 ? {} : { about }), [problemKey]: problem };
}

/** The code that closes the transport, by the reason. */
export function closeCodeFor(reason: string): number {
  return closeCodes[reason] ?? 1000;
}

/** The reason for an end that nobody announced, by the code that the transport closed with. */
export function reasonOfClose(code: number): string {
  if (code === 1000 || code === 1001) return "closed-by-peer";
  if (code === 4401) return "unauthenticated";
  return code === 1009 ? "too-large" : "connection-lost";
}

/** Whether a connection that closed so may come back: who says goodbye, or closes for a fault, does not wait. */
export function isLoss(code: number): boolean {
  return !endCodes.has(code);
}

/** The epoch of this connection goes on on another one. */
export const supersededCode = 4409;

/** The machine of a connection raises it where it takes the transport for lost. */
export const transportLost = "transport.lost";

/** The machine of a connection raises it at the deadline of a `goaway`. */
export const transportDrained = "transport.drained";

const endCodes: ReadonlySet<number> = new Set([1000, 1001, 1002, 1003, 1007, 1009, 4401]);

const closeCodes: { readonly [reason: string]: number } = {
  "too-large": 1009,
  unauthenticated: 4401,
  timeout: 4408,
  "not-acknowledged": 1002,
  sequence: 1002,
  "protocol-error": 1002,
  "resume-mismatch": 1002,
};
