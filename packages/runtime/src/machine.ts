/** A machine of the behaviour file as generated code prints it: states and what leads from one to another. */
export interface Machine {
  /** The roles that may play it. */
  readonly roles: readonly string[];
  readonly initial: string;
  readonly final: readonly string[];
  readonly transitions: readonly Transition[];
  readonly illegal: {
    readonly request: "refuse" | "close";
    readonly response: "ignore" | "close";
    readonly notification: "ignore" | "refuse" | "close";
  };
  /** Keys of the envelope that name one instance; absent for a machine of the connection itself. */
  readonly instance?: readonly string[];
  /** The machine whose loss and end are triggers here. */
  readonly within?: string;
  /** Child machines inside each instance, one for each value of a key of the messages: `{ initiatorNegotiation: "leg" }`. */
  readonly contains?: { readonly [machine: string]: string };
  /** How an opening request of the peer that crosses one's own is told and decided. */
  readonly glare?: Glare;
  /** How many requests of a method one side may have open: `{ mupdate: 1 }`. */
  readonly outstanding?: { readonly [method: string]: number };
  /** Values kept from messages for guards, by JSON pointer: `{ tieBreak: "/exclusive/tieBreak" }`. */
  readonly remember?: { readonly [name: string]: string };
  /** How long an ended instance is remembered, in milliseconds. */
  readonly linger?: number;
  /** Of a machine of the connection: states in which only some requests pass, those of sessions included. */
  readonly only?: { readonly [state: string]: Only };
}

/** The requests that pass, and the problem that all others are refused with. */
export interface Only {
  readonly requests: readonly string[];
  readonly refuse: string;
}

/** An opening request that crosses an instance of another machine, begun by this side: of the two one goes on. */
export interface Glare {
  /** The machine of what this side has begun. */
  readonly against: string;
  /** The roles that decide it; all, where none is named. */
  readonly roles?: readonly string[];
  /** Its states in which it can be in glare. */
  readonly in: readonly string[];
  /** Both are of the same parties: every value of the request equals what the instance remembers. */
  readonly same: readonly Match[];
  /** The lower value goes on; where they are equal there is no glare. */
  readonly lower: Match;
  /** With which the other is refused. */
  readonly problem: string;
}

/** A value of a message by JSON pointer, and the name of a remembered one. */
export interface Match {
  readonly pointer: string;
  readonly remembered: string;
}

export type Transition = MessageTransition | NamedTransition;

/** Taken when a message passes; the message is named as in the table of messages: `msetup.request`, `msetup.response`. */
export interface MessageTransition {
  readonly from: readonly string[];
  /** Absent: the state stays as it is. */
  readonly to?: string;
  readonly on: "send" | "receive";
  readonly message: string;
  /** All must hold. */
  readonly where?: readonly Guard[];
  readonly effects?: readonly Effect[];
}

/** Taken when the program decides, a timer ends, another machine raises an event, or the enclosing machine is lost, resumed, ended. */
export interface NamedTransition {
  readonly from: readonly string[];
  readonly to?: string;
  readonly on: "decide" | "timer" | "event" | "lost" | "resumed" | "ended";
  readonly name: string;
  readonly effects?: readonly Effect[];
}

/** A condition on the message; `equals` and `before` name a remembered value. */
export type Guard =
  | { readonly pointer: string; readonly const: unknown }
  | { readonly pointer: string; readonly in: readonly unknown[] }
  | { readonly pointer: string; readonly exists: boolean }
  | { readonly pointer: string; readonly equals: string }
  | { readonly pointer: string; readonly before: string };

/**
 * Done in order when the transition is taken. `send` sends a message, with these fields; `accept` and `refuse` answer the open requests of
 * a method that the peer sent, and do nothing where none is open.
 */
export type Effect =
  | { readonly send: string; readonly with?: object }
  | { readonly accept: string }
  | { readonly refuse: string; readonly problem: string }
  | { readonly raise: string }
  | { readonly start: string }
  | { readonly stop: string }
  | { readonly restart: string };
