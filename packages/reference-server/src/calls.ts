import type { Call, Leg, Place } from "./call.js";
import type { TerminalConnection } from "./terminal.js";

/** The calls that are on, setups included, by the sessions they are on each hop. Kept in memory, as they hold connections of this process. */
export interface Calls {
  add(call: Call): void;
  /** A branch of its setup is asked. */
  join(call: Call, leg: Leg): void;
  /** A branch is over. */
  part(leg: Leg): void;
  find(connection: TerminalConnection, session: string): Place | undefined;
  /** All that a connection has a part in. */
  of(connection: TerminalConnection): readonly Place[];
  /** Those within a conference, by its id. */
  inConference(id: string): readonly Call[];
  /** Those that are set up now. */
  readonly settingUp: readonly Call[];
  /** How many sessions a connection has. */
  sessionsOf(connection: TerminalConnection): number;
  remove(call: Call): void;
  /** Setups and calls that are on. */
  readonly count: number;
  /** How many of them are calls. */
  readonly established: number;
  /** Resolves when there is none, at once where there is none now. */
  empty(): Promise<void>;
}

export function memoryCalls(): Calls {
  const calls = new Set<Call>();
  const places = new Map<TerminalConnection, Map<string, Place>>();
  const waiting = new Set<() => void>();
  const put = (connection: TerminalConnection, session: string, place: Place) => {
    const own = places.get(connection) ?? new Map<string, Place>();
    places.set(connection, own.set(session, place));
  };
  const drop = (connection: TerminalConnection, session: string) => {
    const own = places.get(connection);
    own?.delete(session);
    if (own?.size === 0) places.delete(connection);
  };
  return {
    add(call) {
      calls.add(call);
      put(call.caller.connection, call.caller.session, { call, from: "caller" });
    },
    join: (call, leg) => put(leg.connection, leg.session, { call, from: "called", leg }),
    part: ({ connection, session }) => drop(connection, session),
    find: (connection, session) => places.get(connection)?.get(session),
    of: (connection) => [...(places.get(connection)?.values() ?? [])],
    inConference: (id) => [...calls].filter(({ conference }) => conference?.id === id),
    get settingUp() {
      return [...calls].filter(({ called }) => called === undefined);
    },
    sessionsOf: (connection) => places.get(connection)?.size ?? 0,
    remove(call) {
      if (!calls.delete(call)) return;
      drop(call.caller.connection, call.caller.session);
      if (call.called !== undefined) drop(call.called.connection, call.called.session);
      if (calls.size > 0) return;
      for (const done of waiting) done();
      waiting.clear();
    },
    get count() {
      return calls.size;
    },
    get established() {
      return [...calls].filter(({ called }) => called !== undefined).length;
    },
    empty: () => new Promise((done) => (calls.size === 0 ? done() : void waiting.add(done))),
  };
}
