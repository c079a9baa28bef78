import type { McandidateNotification } from "@parley/signalling";
import type { RateBudget } from "./rate-budget.js";
import type { TerminalConnection } from "./terminal.js";

/** One call through the function: two sessions, each with its own id on the connection of its terminal. */
export interface RelayedCall {
  /** The end-to-end name, for logs. */
  readonly name: string;
  readonly caller: Leg;
  readonly called: Leg;
  readonly updates: RateBudget;
  /** The conference it was made in. */
  readonly conference?: string;
  /** The conference that the caller entered by this call alone, and leaves with it. */
  readonly seat?: string;
  established: boolean;
}

export interface Leg {
  readonly connection: TerminalConnection;
  readonly session: string;
}

/** The calls that are on. Kept in memory here, as they hold connections of this process. */
export interface SessionStore {
  /** A setup has arrived; what comes for it before it has a called side is kept, up to a bound. */
  open(leg: Leg): void;
  keep(leg: Leg, candidates: McandidateNotification): boolean;
  /** It has a called side now. Gives what was kept, in order. */
  connect(call: RelayedCall): readonly McandidateNotification[];
  /** The call a leg belongs to, and the leg on its other side. */
  find(connection: TerminalConnection, session: string): { readonly call: RelayedCall; readonly other: Leg } | undefined;
  callsOf(connection: TerminalConnection): readonly RelayedCall[];
  /** The call is over, or the setup never had a called side. */
  remove(leg: Leg): void;
  /** Setups and calls that are on. */
  readonly count: number;
  /** How many of them are calls. */
  readonly established: number;
  /** Resolves when there is none, at once where there is none now. */
  empty(): Promise<void>;
}

/** Calls of one run. */
export function memorySessionStore(keepAtMost = 64): SessionStore {
  const calls = new Map<TerminalConnection, Map<string, RelayedCall>>();
  const opening = new Map<TerminalConnection, Map<string, McandidateNotification[]>>();
  const waiting = new Set<() => void>();
  const all = () => new Set([...calls.values()].flatMap((own) => [...own.values()]));
  const count = () => all().size + [...opening.values()].reduce((sum, own) => sum + own.size, 0);
  return {
    get count() {
      return count();
    },
    get established() {
      return [...all()].filter((call) => call.established).length;
    },
    empty: () => new Promise((done) => (count() === 0 ? done() : void waiting.add(done))),
    open: ({ connection, session }) => within(opening, connection).set(session, []),
    keep({ connection, session }, candidates) {
      const kept = opening.get(connection)?.get(session);
      if (kept === undefined || kept.length >= keepAtMost) return false;
      kept.push(candidates);
      return true;
    },
    connect(call) {
      const { connection, session } = call.caller;
      const kept = opening.get(connection)?.get(session) ?? [];
      without(opening, connection, session);
      for (const leg of [call.caller, call.called]) within(calls, leg.connection).set(leg.session, call);
      return kept;
    },
    find(connection, session) {
      const call = calls.get(connection)?.get(session);
      if (call === undefined) return undefined;
      return { call, other: call.caller.connection === connection && call.caller.session === session ? call.called : call.caller };
    },
    callsOf: (connection) => [...new Set(calls.get(connection)?.values() ?? [])],
    remove({ connection, session }) {
      without(opening, connection, session);
      const call = calls.get(connection)?.get(session);
      for (const leg of call === undefined ? [] : [call.caller, call.called]) without(calls, leg.connection, leg.session);
      if (waiting.size === 0 || count() > 0) return;
      for (const done of waiting) done();
      waiting.clear();
    },
  };
}

function within<Value>(all: Map<TerminalConnection, Map<string, Value>>, connection: TerminalConnection): Map<string, Value> {
  const found = all.get(connection) ?? new Map<string, Value>();
  all.set(connection, found);
  return found;
}

function without<Value>(all: Map<TerminalConnection, Map<string, Value>>, connection: TerminalConnection, session: string): void {
  const own = all.get(connection);
  own?.delete(session);
  if (own?.size === 0) all.delete(connection);
}
