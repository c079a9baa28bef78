import type { Capabilities, Connection, Limits } from "@parley/signalling";
import type { RateBudget } from "./rate-budget.js";
import type { User } from "./users.js";

/** What the signalling function knows of one connection. */
export interface Terminal {
  /** Names the connection in logs. */
  readonly id: string;
  /** Set by the first `auth` that succeeds. */
  user: User | undefined;
  /** What the device can do, as `auth` or `available` said. */
  capabilities: Capabilities;
  /** What the device accepts, as `auth` said. */
  limits: Limits;
  /** Its WebSocket connection is lost, and waited for. */
  isLost: boolean;
  /** The message that is being handled is over the rate: after so many seconds the next is not. */
  overRate: number | undefined;
  /** Refused attempts to sign in. */
  refusals: number;
  /** Cancels the end of its availability. */
  expires: () => void;
  readonly messages: RateBudget;
  /** What comes over the rate, until the connection is closed for it. */
  readonly patience: RateBudget;
  readonly candidates: RateBudget;
  /** A batch of candidates has been refused until then: others that come before are dropped. */
  candidatesFrom: number;
  /** The newest batch that was, in case its sender does not hear of it. */
  refusedBatch: RefusedBatch | undefined;
  /** How many were. */
  droppedBatches: number;
  /** The `ping` that the function has sent and that has no response yet. */
  asked: { readonly id: unknown; readonly at: number } | undefined;
  /** The newest counted message that was sent to it, and the newest that it has acknowledged. */
  readonly delivered: { sent: number; acknowledged: number };
  /** Its `auth` that is under way asks for an epoch that it had. */
  wantsBack: boolean;
  /** The conferences this connection is in, by URI. */
  readonly seats: Map<string, HeldSeat>;
  /** Conferences that it was in, or showed a token of, and that are over, by URI: it may know why it does not get in. */
  readonly ended: Set<string>;
}

/** A batch of candidates that was over its rate. */
export interface RefusedBatch {
  readonly about: { readonly method: string; readonly kind: string; readonly session: string; readonly seq: number };
  readonly at: number;
}

/** A place in a conference. */
export interface HeldSeat {
  readonly conference: string;
  readonly participant: string;
  /** By what it is held: being available at the conference, a call, or a subscription. */
  readonly by: "address" | "setup" | "subscription";
}

export type TerminalConnection = Connection<Terminal>;
