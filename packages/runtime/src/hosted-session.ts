import type { Answerer } from "./answerer.js";
import type { Clock } from "./clock.js";
import type { PeerParts } from "./peer-parts.js";
import type { Requester } from "./requester.js";
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
  const host = sessionHost(by);
  return new SessionRegistry(by.protocol, by.role, by.clock, (...made) => new Session(...made, host));
}

function sessionHost({ protocol, clock, timers, parts, requester, answerer, tell }: HostedBy): SessionHost {
  return {
    table: protocol,
    clock,
    timers,
    messages: protocol.messages,
    request: async (method, fields, options = {}) => requester().request(method, fields, options),
    notify: (method, fields) => requester().notify(method, fields),
    sendOf: (...sent) => requester().sendOf(...sent),
    answerOpen: (session, method, problem, by) => answerer().answerOpen(session, method, problem, by),
    timedOut: (session, timer) => requester().timedOut(session, timer),
    fault: (error) => parts().fault(error),
    raised: (event, session) => tell(() => parts().handlers.raised?.(event, session)),
    ended: (session, cause) => {
      const { sessions, heldSessions, handlers, over } = parts();
      answerer().concludeAll(session, cause);
      requester().sessionEnded(session);
      if (over() !== undefined) return;
      heldSessions.ended(session);
      sessions.linger(session);
      if (handlers.sessionEnded !== undefined) tell(() => handlers.sessionEnded?.(session, cause));
      if (handlers.idle !== undefined && !sessions.hasLive) tell(() => handlers.idle?.());
    },
  };
}
