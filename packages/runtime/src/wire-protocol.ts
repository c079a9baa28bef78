import type { Issue } from "./issue.js";
import type { Machine } from "./machine.js";

/** Everything the runtime has to know of one interface, printed by the generator from the specification. */
export interface WireProtocol {
  readonly name: string;
  /** Offered when a WebSocket is opened. */
  readonly subprotocol?: string;
  readonly keys: WireKeys;
  /** Methods whose messages are not counted; absent where the protocol counts none at all. */
  readonly uncounted?: readonly string[];
  /** How an epoch outlives its connection; absent: it does not. */
  readonly replay?: WireReplay;
  /** By name: `msetup.request`, `msetup.success`, `msetup.failure`, `mprogress.notification`. */
  readonly messages: { readonly [name: string]: WireMessage };
  readonly machines: { readonly [name: string]: Machine };
  readonly timers: { readonly [name: string]: Duration };
  readonly limits: { readonly [name: string]: number };
  /** The registry of problems, by short name. */
  readonly problems: { readonly [name: string]: WireProblem };
}

/** The request that opens or resumes an epoch, and where its success names whose it is. */
export interface WireReplay {
  /** `auth`. */
  readonly method: string;
  /** A JSON pointer into the success: `/subject`. */
  readonly subject: string;
}

/** Names of the keys of the envelope. */
export interface WireKeys {
  readonly method: string;
  readonly kind: string;
  readonly success: string;
  readonly id: string;
  readonly count: string;
  readonly acknowledge: string;
  readonly problem: string;
}

export interface WireMessage {
  /** The roles that may send it. */
  readonly sentBy: readonly string[];
  readonly is: (value: unknown) => boolean;
  readonly explain: (value: unknown) => readonly Issue[];
  /** The property that is the whole argument of the call: `cause`. */
  readonly argument?: string;
}

export interface WireProblem {
  /** The URI on the wire. */
  readonly type: string;
  readonly title: string;
  readonly status: number;
  /** `never`, `after`, `elsewhere`. */
  readonly retry: string;
  /** The roles that may send it; absent where all may. */
  readonly sentBy?: readonly string[];
  /** Of the refusals of a fork the one of the lowest rank goes up; one without a rank comes last. */
  readonly rank?: number;
  /** The status towards SIP. */
  readonly sip?: number;
  /** The status towards SIP of a refusal with the scope `everywhere`. */
  readonly sipEverywhere?: number;
  /** The cause value of ITU-T Q.850. */
  readonly q850?: number;
}

/** Why something ends. */
export interface WireCause {
  readonly title: string;
  /** The roles that may send it; absent where all may. */
  readonly sentBy?: readonly string[];
  /** The status for a Reason of SIP. */
  readonly sip?: number;
  /** The cause value of ITU-T Q.850. */
  readonly q850?: number;
}

/** What a code of another network, or each of a range of them, means here. */
export interface WireCode<Problem extends string = string, Reason extends string = string> {
  readonly from: number;
  readonly to: number;
  readonly phrase?: string;
  readonly problem?: Problem;
  readonly scope?: "device" | "everywhere";
  readonly reason: Reason;
}

/** Milliseconds, or what else the behaviour says of a timer. */
export type Duration = number | TimerDuration;

export interface TimerDuration {
  /** Milliseconds. Absent: it runs only where a message states its length. */
  readonly default?: number;
  /** A value of the message that starts the timer, in seconds: `/expires`. */
  readonly from?: string;
  /** A value of the message that opens the connection, in seconds: `/timers/answer`. */
  readonly granted?: string;
  /** The part of the value of the message that it takes: `0.5`. */
  readonly share?: number;
  /** The role that decides the length. */
  readonly owner?: string;
  /** What the other roles add, in milliseconds, so that the owner's timer ends first. */
  readonly margin?: number;
}
