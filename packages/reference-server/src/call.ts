import type { Cause, Description, MediaSection, MprogressNotification, MsetupRequest } from "@parley/signalling";
import type { Batch, CandidateBook } from "./candidate-book.js";
import type { RateBudget } from "./rate-budget.js";
import type { TerminalConnection } from "./terminal.js";
import type { User } from "./users.js";

/** One side of a call, on the hop of its terminal. */
export interface Side {
  readonly connection: TerminalConnection;
  /** The session on this hop. */
  readonly session: string;
  /** What it has sent of candidates, where some other side may still need them. */
  readonly candidates: CandidateBook;
}

/** One branch of a setup: a device that is asked under a session of its own. */
export interface Leg extends Side {
  /** Its name on the hop to the caller. */
  readonly name: string;
  /** Gives it up; the reason is a cause. */
  readonly giveUp: AbortController;
  /** `waiting` until its final response has been read. */
  state: "waiting" | "over" | "selected";
  /** The offers that are under way through it, to its device and to the caller, until they have their response. */
  readonly offered: { called?: Promise<void>; caller?: Promise<void> };
  /** The last description that it has sent before its answer. */
  last?: Description;
  /** Why its setup is cancelled, where the fork has not given it up: its device has not answered in time, or not as it should. */
  cancelledFor?: Cause;
  /** The caller has heard of it. */
  isKnown: boolean;
}

/** A setup as long as it is offered to one device or several. */
export interface CallFork {
  /** Asks one more device, also one that has become available since. */
  ring(connection: TerminalConnection): void;
  /** The caller, or its connection, has given up: every leg is cancelled, and what still answers is ended. */
  cancel(cause: Cause): void;
  /** The setup has lost against another one between the same two users. */
  lose(tieBreak: string): void;
  /** Passes on what a leg says of itself, named. */
  progress(leg: Leg, notification: MprogressNotification): void;
  /** Candidates of the caller go to the leg that they name, or to all, and are kept for legs that begin later. */
  fromCaller(batch: Batch, leg: string | undefined): void;
  /** Candidates of a leg are kept until its description has been passed on. */
  fromLeg(leg: Leg, batch: Batch): void;
  /** The session of a leg is over on its hop. What that means for the setup, the response to it says; but for one that was selected already. */
  legEnded(leg: Leg): void;
  /** The leg of this name, or the only one there is. */
  legNamed(name: string | undefined): Leg | undefined;
}

/** One call through the function, from its setup on: on each hop it is a session of its own. */
export interface Call {
  /** The end-to-end name, for logs. */
  readonly name: string;
  /** What is still needed of the request. Its description goes with the fork. */
  readonly setup: Pick<MsetupRequest, "to" | "from" | "exclusive" | "replaces">;
  readonly user: User;
  /** The life that the caller wishes it to have, in seconds. */
  readonly wishedLife: number | undefined;
  readonly caller: Side;
  readonly updates: RateBudget;
  /** As long as it is set up. */
  fork?: CallFork;
  /** Who has answered. */
  called?: Leg;
  /** The conference it is made in, and who of it calls whom: known when the called device is. */
  conference?: { readonly id: string; readonly caller: string; readonly called: string };
  /** The last answer within a conference: who gave it, and the sections of its media. */
  answered?: { readonly by: "caller" | "called"; readonly media: readonly MediaSection[] };
  /** The conference that the caller entered by this call alone, and leaves with it. */
  readonly seat?: string;
  /** The call in whose place it comes. */
  readonly replaces?: Call;
  /** Who reports on a transfer that is under way in it. */
  reporting?: Side;
}

/** The side that a message came from. */
export type Place = { readonly call: Call; readonly from: "caller" } | { readonly call: Call; readonly from: "called"; readonly leg: Leg };

/** Where what came from a place goes to; nowhere while nobody has answered. */
export function otherSide(place: Place): Side | undefined {
  if (place.from === "caller") return place.call.called;
  return place.leg === place.call.called ? place.call.caller : undefined;
}

/** The side of a place itself. */
export function ownSide(place: Place): Side {
  return place.from === "caller" ? place.call.caller : place.leg;
}
