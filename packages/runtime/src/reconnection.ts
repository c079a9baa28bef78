import { ProtocolError } from "./problem.js";
import type { WireProtocol } from "./wire-protocol.js";

/** How a lost connection is brought back. Each wait is a random part of a length that doubles with every attempt. */
export interface ReconnectOptions {
  /** The length before the first attempt, in milliseconds; 500 when absent. */
  readonly first?: number;
  /** The most that the length grows to, in milliseconds; 15,000 when absent. No more than 2,000 while the epoch can be brought back. */
  readonly most?: number;
  /**
   * How long attempts go on after a loss, in milliseconds; 600,000 when absent. In the time that the epoch allows, they bring it back;
   * after that, they open a new one.
   */
  readonly within?: number;
  /** How long one attempt may take until the transport is open, in milliseconds; 10,000 when absent. */
  readonly attempt?: number;
  /**
   * Hosts beside that of the first connection to which a `goaway` may send this end, with their port where it is not 443: those that the
   * operator names, by discovery or otherwise. What is sent elsewhere is told to `onFault`, and passed over: a token goes with it.
   */
  readonly hosts?: readonly string[];
  /** A number from 0 to 1; `Math.random` when absent. */
  readonly random?: () => number;
}

/** How long the attempt with this number, from 0, waits: in milliseconds. */
export function backOff(attempt: number, { first = 500, most = 15_000, random = Math.random }: ReconnectOptions, isResumable = false): number {
  return Math.min(isResumable ? Math.min(most, mostToResume) : most, first * 2 ** Math.min(attempt, 30)) * random();
}

/** An epoch waits for some seconds only. */
const mostToResume = 2_000;

/** What a `goaway` asks of its receiver. */
export interface Departure {
  readonly action: "resume" | "reconnect" | "stop";
  /** Where to go, the best first. */
  readonly endpoints: readonly string[];
  /** Milliseconds until its sender closes. */
  readonly deadline: number;
  /** Milliseconds before which not to come back. */
  readonly retryAfter: number | undefined;
}

/** Reads a `goaway`. What it asks for that is not known is read as `stop`. */
export function departureIn(goaway: object): Departure {
  const { action, endpoints, deadline, retryAfter } = goaway as { readonly [key: string]: unknown };
  return {
    action: action === "resume" || action === "reconnect" ? action : "stop",
    endpoints: Array.isArray(endpoints) ? endpoints.filter((each) => typeof each === "string") : [],
    deadline: typeof deadline === "number" ? deadline * 1000 : 0,
    retryAfter: typeof retryAfter === "number" ? retryAfter * 1000 : undefined,
  };
}

/** How long a connection has to stand, in milliseconds, to count as one that lasts. */
const standsFor = 60_000;

/**
 * Who is sent away goes at once; from one place after another, or to where it comes from, it waits a little longer each time. Milliseconds
 * to wait, and how many connections in a row have not lasted.
 */
export function onward(departure: Departure, stood: number, inRow: number, options: ReconnectOptions): { readonly after: number; readonly inRow: number } {
  const passing = stood < standsFor ? inRow + 1 : 0;
  return { after: Math.max(departure.retryAfter ?? 0, passing === 0 ? 0 : backOff(passing, options)), inRow: passing };
}

/** What follows an attempt that has failed. */
export interface Aftermath {
  /** Milliseconds until the next one; undefined: as long as it is the turn of the back-off. */
  readonly wait?: number;
  /** The next one asks for a new epoch. */
  readonly isMismatch?: true;
  /** What was said is not good: something else has to be said, or it is over. */
  readonly refused?: ProtocolError;
}

export function afterFailure(error: unknown, problems: WireProtocol["problems"]): Aftermath {
  if (!(error instanceof ProtocolError)) return {};
  const { problem, details } = error;
  if (problem === "resume-mismatch") return { isMismatch: true, wait: 0 };
  if (details.retryAfter !== undefined) return { wait: details.retryAfter * 1000 };
  return problems[problem]?.retry === "after" ? {} : { refused: error };
}
