import type { Clock } from "./clock.js";
import type { ExtensionOptions } from "./extensions.js";
import type { CallOptions } from "./call-options.js";
import type { Answer, CloseCause, IncomingCall, MessageHead, Passed } from "./peer-handlers.js";
import type { Refusal } from "./problem.js";
import type { EndCause } from "./session-handle.js";

export interface ServiceOptions<Connection, Message extends object = object> extends ExtensionOptions {
  /** Where timers and times come from; the system's when absent. */
  readonly clock?: Clock;
  /** Sees every message that passes, for traces; it must not change them. Tokens and secrets are in them as they are. */
  readonly observe?: (passed: Passed<Message>, connection: Connection) => void;
  /** Asked once of every message that can be read, before anything else is done about it; a refusal goes to its sender. For limits. */
  readonly admit?: (head: MessageHead, connection: Connection) => Refusal | undefined;
  /** Told of what a handler threw; `console.error` when absent. */
  readonly onFault?: (error: unknown) => void;
  /**
   * Told of a session whose end this side has asked for, be it by its program, a timer, or an answer that was not valid: what goes with it can
   * end at once, whether the other end still answers or not.
   */
  readonly onSessionEnding?: (connection: Connection, key: { readonly [name: string]: string }, cause: EndCause) => void;
  /**
   * Told of a session that has ended while its connection goes on, whoever ended it: a user, a timer, or a peer that has lost it. For programs
   * that keep something of their own for each session.
   */
  readonly onSessionEnded?: (connection: Connection, key: { readonly [name: string]: string }, cause: EndCause) => void;
}

/** What a connection's object is made of: the peer, trusted to give the success of the method that was asked. */
export interface Calls {
  readonly state: string;
  readonly roundTrip: number | undefined;
  request<Success>(method: string, fields: object, options?: CallOptions): Promise<Success>;
  notify(method: string, fields: object): void;
  close(code?: number, reason?: string): Promise<void>;
}

/** What differs from protocol to protocol: the object of a connection, and where its messages go. */
export interface Service<Connection, Context> {
  connection(calls: Calls, context: Context): Connection;
  /** Nothing where the machines have answered. */
  request(message: object, from: Connection, call: IncomingCall): Answer | void | Promise<Answer | void>;
  notification(message: object, from: Connection): unknown;
  closed(from: Connection, cause: CloseCause): unknown;
  /** The connection is lost, and waited for. */
  lost?(from: Connection): unknown;
  /** It is back. `by` is the connection that asked for it: it was good for that alone, and never closes. */
  resumed?(from: Connection, by: Connection): unknown;
}
