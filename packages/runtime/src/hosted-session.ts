import type { Answerer } from "./answerer.js";
import type { Clock } from "./clock.js";
import type { CallOptions } from "./call-options.js";
import type { PeerParts } from "./peer-parts.js";
import type { Sending } from "./machine-instance.js";
import type { Requester } from "./requester.js";
import type { EndCause } from "./session-handle.js";
import { SessionRegistry } from "./session-registry.js";
import { Session } from "./session.js";
import type { SessionHost } from "./session.js";
import type { TimerTable } from "./timer-table.js";
import type { WireProtocol } from "./wire-protocol.js";

/** What the sessions of a peer are made with, which is before all of its parts are there. */
export interface HostedBy {
  readonly protocol: WireProtocol;
  readonly role: string;
  readonly clock: Clock;
  readonly timers: TimerTable;
  readonly parts: () => PeerParts;
  readonly requester: () => Requester;
  readonly answerer: () => Answerer;
  /** Calls the program; what it throws is no fault of the session. */
  readonly tell: (handler: () => void) => void;
}

/** The sessions of a connection, each with the connection as its host. */
export function hostedSessions(by: HostedBy): SessionRegistry {
  const host = new ConnectionAsHost(by);
  return new SessionRegistry(by.protocol, by.role, by.clock, (...made) => new Session(...made, host));
}

class ConnectionAsHost implements SessionHost {
  readonly table: WireProtocol;
  readonly clock: Clock;
  readonly timers: TimerTable;
  readonly messages: WireProtocol["messages"];
  readonly fault: (error: unknown) => void;
  readonly #by: HostedBy;

  constructor(by: HostedBy) {
    this.table = by.protocol;
    this.clock = by.clock;
    this.timers = by.timers;
    this.messages = by.protocol.messages;
    this.fault = (error) => by.parts().fault(error);
    this.#by = by;
  }

  async request(method: string, fields: object, options: CallOptions = {}): Promise<object> {
    return this.#by.requester().request(method, fields, options);
  }

  notify(method: string, fields: object): void {
    this.#by.requester().notify(method, fields);
  }

  sendOf(session: Session, message: string, fields: object, sending: Sending): void {
    this.#by.requester().sendOf(session, message, fields, sending);
  }

  answerOpen(session: Session, method: string, problem: string | undefined, by: object): void {
    this.#by.answerer().answerOpen(session, method, problem, by);
  }

  timedOut(session: Session, timer: string): void {
    this.#by.requester().timedOut(session, timer);
  }

  raised(event: string, session: Session): void {
    const { handlers } = this.#by.parts();
    if (handlers.raised !== undefined) this.#by.tell(() => handlers.raised?.(event, session));
  }

  ended(session: Session, cause: EndCause): void {
    const { parts, requester, answerer, tell } = this.#by;
    const { sessions, heldSessions, handlers, over, settled } = parts();
    answerer().concludeAll(session, cause);
    requester().sessionEnded(session);
    if (over() !== undefined) return;
    heldSessions.ended(session);
    sessions.linger(session);
    if (handlers.sessionEnded !== undefined) tell(() => handlers.sessionEnded?.(session, cause));
    settled();
  }
}
