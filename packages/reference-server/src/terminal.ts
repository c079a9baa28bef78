import type { Connection } from "@parley/signalling";
import type { RateBudget } from "./rate-budget.js";
import type { User } from "./users.js";

/** What the signalling function knows of one connection. */
export interface Terminal {
  /** Names the connection in logs. */
  readonly id: string;
  /** Set by the first `auth` that succeeds. */
  user: User | undefined;
  /** Refused attempts to sign in. */
  refusals: number;
  /** Cancels the end of its availability. */
  expires: () => void;
  readonly messages: RateBudget;
  readonly candidates: RateBudget;
  /** A batch of candidates has been refused until then: others that come before are dropped. */
  candidatesFrom: number;
  /** How many were. */
  droppedBatches: number;
  /** The `ping` that the function has sent and that has no response yet. */
  asked: { readonly id: unknown; readonly at: number } | undefined;
  /** The conferences this connection is in, by URI. */
  readonly seats: Map<string, Seat>;
  /** Conferences that it was in, or showed a token of, and that are over, by URI: it may know why it does not get in. */
  readonly ended: Set<string>;
}

/** A place in a conference. */
export interface Seat {
  readonly conference: string;
  readonly participant: string;
}

export type TerminalConnection = Connection<Terminal>;
