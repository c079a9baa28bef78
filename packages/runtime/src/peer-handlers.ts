import type { Envelope } from "./envelope.js";
import type { Refusal } from "./problem.js";
import type { EndCause, SessionHandle } from "./session-handle.js";

/** One message on its way, with the time of the clock. */
export interface Passed<M extends object = object> {
  readonly direction: "sent" | "received";
  readonly message: M;
  readonly at: number;
}

/** What is known of every message that can be read, before it is validated. */
export type MessageHead = Pick<Envelope, "kind" | "method">;

/** The program behind a peer. Messages come validated. */
export interface PeerHandlers {
  /**
   * Asked once of every message that can be read, before anything else is done about it. Refuses a request by its failure, a notification by
   * `refused`; a response, which only ends what this end began, is taken all the same.
   */
  admit?(head: MessageHead): Refusal | undefined;
  /**
   * Answers a request. `undefined` means that `call.answer` gives the answer. A request that a machine accepts by itself is shown too,
   * with its answer sent already; then what is returned does not matter.
   */
  request(method: string, message: object, call: IncomingCall): Promise<Answer | undefined> | Answer | undefined;
  /** `session` is set for a message of a session. */
  notification(method: string, message: object, session?: SessionHandle): void;
  /** The connection is over; called once, after all sessions have ended. */
  closed(cause: CloseCause): void;
  /** The connection is lost, and waited for: what is counted is kept till then. The code is that of the transport, or why it was given up. */
  lost?(code: number): void;
  /** Another connection has taken its place, and everything goes on. */
  resumed?(): void;
  /**
   * This end has asked the other for the end of a session, be it that its program did, a timer, or an answer that was not valid: there is no
   * use in it any more, and its end follows when that is answered.
   */
  sessionEnding?(session: SessionHandle, cause: EndCause): void;
  /** A session has ended, whoever ended it: a user, a timer, or a peer that has lost it. Not told of those that end with the connection. */
  sessionEnded?(session: SessionHandle, cause: EndCause): void;
  /** A session or a request has ended, of whichever end: perhaps nothing is under way any more. */
  settled?(): void;
  /** The state of the connection's machine changed. */
  state?(state: string): void;
  /** A machine raised an event that ends nothing: `availability.expired`. */
  raised?(event: string, session?: SessionHandle): void;
}

/** The fields of the success message, or a refusal. */
export type Answer = object | Refusal;

export interface IncomingCall {
  /** Aborted when the answer is no longer wanted: cancelled, session ended, connection lost. Its reason is a cause. */
  readonly signal: AbortSignal;
  /** Set for a request of a session. */
  readonly session?: SessionHandle;
  /** In glare: what this end has begun towards the same party, and what loses. It is ended when this request is accepted. */
  readonly wins?: SessionHandle;
  /** Answers now. @throws IllegalStateError when the request has its answer already, for instance by a cancel. */
  answer(answer: Answer): void;
}

export interface CloseCause {
  /** `closed` by this program, `closed-by-peer`, `connection-lost`, or the name of a problem. */
  readonly reason: string;
  readonly text?: string;
  /** The code of the transport. */
  readonly code?: number;
}
