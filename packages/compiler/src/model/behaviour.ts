import type { Json } from "./json.js";
import type { Origin } from "./origin.js";

/** Roles, states, transitions, timers and limits, as data: `specs/signalling/behaviour.yaml`. */
export interface Behaviour {
  readonly origin: Origin;
  readonly delivery?: Delivery;
  readonly machines: readonly Machine[];
  readonly timers: readonly Timer[];
  readonly limits: readonly Limit[];
}

/** The built-in machine under all others: order, counting, acknowledgement. Names are keys of the envelope. */
export interface Delivery {
  readonly order: "fifo";
  /** The key that counts messages, `seq`. */
  readonly count: string;
  /** The key, and the notification, that acknowledge them: `ack`. */
  readonly acknowledge: string;
  /** Methods that are never counted. */
  readonly uncounted: readonly string[];
  /** How an epoch outlives its connection; absent: it ends with it. */
  readonly replay?: Replay;
  readonly origin: Origin;
}

/**
 * The request that opens an epoch, or goes on with one. Its key `resume`, and the keys `epoch`, `resumed`, `received` and `sessions` of its
 * success, are the runtime's own.
 */
export interface Replay {
  /** `auth`. */
  readonly method: string;
  /** Where the success says whose the epoch is: `/subject`. */
  readonly subject: string;
  readonly origin: Origin;
}

export interface Machine {
  readonly name: string;
  readonly origin: Origin;
  readonly description?: string;
  /** The roles that may play it; of a machine of several interfaces, those that this interface has. */
  readonly roles: readonly string[];
  /** `uni`: a key of `specifications`; of several, that of the document that is compiled. */
  readonly interface: string;
  /** What generated code calls the object that plays this machine: `OutgoingSession`. */
  readonly object?: string;
  /**
   * The machine whose `lost` and `ended` are triggers here: `connection` (whichever connection machine the role plays)
   * or `transport` (the link under it). `program`: the program keeps it, and it outlives connections.
   */
  readonly within?: string;
  /** Keys of the envelope that name one instance; empty for a machine of the connection itself, and for one that another contains. */
  readonly instance: readonly string[];
  /** Machines that run inside each instance of this one. */
  readonly contains: readonly Containment[];
  /** Another machine contains it: it has no life of its own. */
  readonly contained: boolean;
  /** How a setup that crosses one's own is told and decided. */
  readonly glare?: Glare;
  /** How many requests of a method one side may have open: `{ mupdate: 1 }`. */
  readonly outstanding: readonly { readonly method: string; readonly limit: number }[];
  /** Values kept from messages, for guards: `{ tieBreak: /exclusive/tieBreak }`. */
  readonly remember: readonly { readonly name: string; readonly pointer: string }[];
  readonly states: readonly State[];
  readonly transitions: readonly Transition[];
  readonly illegal: { readonly request: "refuse" | "close"; readonly response: "ignore" | "close"; readonly notification: "ignore" | "refuse" | "close" };
  /** How long an ended instance is remembered, in milliseconds. */
  readonly linger?: number;
  readonly provenance?: string;
}

/**
 * A child machine, one for each value of a key of the messages: `{ each: leg }`. Messages without the key belong to the main one. A child
 * sees those messages of its parent that one of its transitions names with guards that hold, and a message that it sees and cannot take is
 * illegal, whatever the parent says.
 */
export interface Containment {
  readonly machine: string;
  /** A key of the messages: `leg`. */
  readonly each: string;
  readonly origin: Origin;
}

/** An opening request of the peer is in glare with an instance of another machine that this side has begun: of the two one goes on. */
export interface Glare {
  /** The machine of what this side has begun: `sessionInitiator`. */
  readonly against: string;
  /** The roles that decide it; all that play the machine, where none is named. A function between two sides leaves it to them. */
  readonly roles: readonly string[];
  /** Its states in which it can be in glare. */
  readonly in: readonly string[];
  /** The request and the instance are of the same two parties: all values are equal. */
  readonly same: readonly Match[];
  /** The lower value goes on; where they are equal there is no glare. */
  readonly lower: Match;
  /** With which the other is refused. */
  readonly problem: string;
  readonly origin: Origin;
}

/** A value of the request, and the value that the instance has remembered: `{ /from/uri: called }`. */
export interface Match {
  readonly pointer: string;
  readonly remembered: string;
}

export interface State {
  readonly name: string;
  readonly initial: boolean;
  readonly final: boolean;
  /** Of a machine of the connection: the only requests that pass in this state, those of sessions included. */
  readonly only?: Only;
  readonly description?: string;
  readonly provenance?: string;
  readonly origin: Origin;
}

/** `{ requests: [auth, mdisc, mcancel], refuse: unauthenticated }`: all other requests are refused with the problem, and none is sent. */
export interface Only {
  readonly requests: readonly string[];
  readonly refuse: string;
  readonly origin: Origin;
}

/** `msetup.request`, `msetup.response`, `mprogress.notification`. */
export interface MessageName {
  readonly method: string;
  readonly kind: "request" | "response" | "notification";
}

export type Trigger =
  | { readonly on: "send"; readonly message: MessageName }
  | { readonly on: "receive"; readonly message: MessageName }
  /** The application decides: `hangUp`. */
  | { readonly on: "decide"; readonly name: string }
  | { readonly on: "timer"; readonly name: string }
  /** Of the machine named by `within`. */
  | { readonly on: "lost" | "resumed" | "ended"; readonly name: string }
  /** Raised by another machine, or by the transport: `transport.opened`. */
  | { readonly on: "event"; readonly name: string };

export interface Transition {
  readonly origin: Origin;
  /** Names of states; `*` is written out to every state that is not final. */
  readonly from: readonly string[];
  /** Text without `to` leaves the state as it is: it is written out too, one transition for each state. */
  readonly to: string;
  readonly trigger: Trigger;
  /** All must hold. */
  readonly where: readonly Guard[];
  readonly effects: readonly Effect[];
}

/** A condition on the message: `{ /success: true }`, `{ /exclusive/tieBreak: { before: $tieBreak } }`. */
export interface Guard {
  readonly pointer: string;
  readonly test:
    | { readonly is: "const"; readonly value: Json }
    | { readonly is: "in"; readonly values: readonly Json[] }
    | { readonly is: "exists"; readonly expected: boolean }
    | { readonly is: "equals"; readonly remembered: string }
    | { readonly is: "before"; readonly remembered: string };
}

/** Done in order when the transition is taken. */
export type Effect =
  /** `fields` are its own keys: `{ cause: { reason: timeout } }`. */
  | { readonly do: "send"; readonly message: MessageName; readonly fields?: { readonly [key: string]: Json } }
  /** Answers the open request of that method, if there is one, with a success that has no keys of its own. */
  | { readonly do: "accept"; readonly method: string }
  /** Answers the open request of that method, if there is one, with a failure: `refuse: { msetup: cancelled }`. */
  | { readonly do: "refuse"; readonly method: string; readonly problem: string }
  /** `session.timeout`: tells the application, with the word after the point as the reason. */
  | { readonly do: "raise"; readonly event: string }
  | { readonly do: "start" | "stop" | "restart"; readonly timer: string };

/** Times are in milliseconds here; the text says `90s`. */
export interface Timer {
  readonly name: string;
  /** Absent: it runs only where a message states its length. */
  readonly default?: number;
  readonly range?: { readonly min: number; readonly max: number };
  /** A value of the message that starts it overrides the default: `/expires`, in seconds. */
  readonly fromPointer?: string;
  /** `/timers/answer`: a value of the success that opened the connection (`auth`) overrides the default, in seconds. */
  readonly grantedPointer?: string;
  /** How much of the value that the message states: `0.5`, half of it. */
  readonly share?: number;
  readonly owner?: string;
  /** How much longer a role that is not the owner waits, so that of two timers of one thing the outer is the longer. */
  readonly margin?: number;
  readonly description?: string;
  readonly provenance?: string;
  readonly origin: Origin;
}

export interface Limit {
  readonly name: string;
  readonly default: number;
  readonly description?: string;
  readonly provenance?: string;
  readonly origin: Origin;
}
