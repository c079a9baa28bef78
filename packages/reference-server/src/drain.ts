import type { Clock } from "@parley/runtime";
import type { Calls } from "./calls.js";
import { sayGoaway } from "./farewell.js";
import type { Counter } from "./open-metrics.js";
import type { TerminalConnection } from "./terminal.js";

/** The way out of service: nothing new is taken, what is on may end by itself until the deadline. */
export interface Drain {
  readonly isOn: boolean;
  /** Tells a connection where it stands; done again for one that is resumed while the function drains. */
  tell(connection: TerminalConnection): void;
  /** Sends away one that has come while the function drains: to where terminals may go, or with the time after which they may come back. */
  turnAway(connection: TerminalConnection): void;
  /** Resolves when no session is left, or at the deadline. A second call waits with the first. */
  begin(within: DrainWish, connections: Iterable<TerminalConnection>): Promise<void>;
}

export interface DrainWish {
  /** Seconds, at most an hour. */
  readonly deadline: number;
  /** Where terminals may go instead; here again where nothing is said. */
  readonly endpoints?: readonly string[];
}

export interface DrainParts {
  readonly clock: Clock;
  readonly calls: Calls;
  readonly drained: Counter;
}

export function createDrain({ clock, calls, drained }: DrainParts): Drain {
  let until = 0;
  let endpoints: readonly string[] = [];
  let over: Promise<void> | undefined;
  const cause = { reason: "shutdown" };
  const left = () => Math.max(0, Math.ceil((until - clock.now()) / 1000));
  const tell = (connection: TerminalConnection) =>
    sayGoaway(connection, { action: "reconnect", deadline: left(), ...(endpoints.length === 0 ? {} : { endpoints: [...endpoints] }), cause });
  return {
    get isOn() {
      return over !== undefined;
    },
    tell,
    turnAway(connection) {
      if (endpoints.length > 0) return tell(connection);
      sayGoaway(connection, { action: "stop", deadline: left(), retryAfter: Math.max(1, left()), cause });
    },
    begin(wish, connections) {
      if (over !== undefined) return over;
      const deadline = Math.min(Math.max(0, wish.deadline), 3_600);
      until = clock.now() + deadline * 1000;
      endpoints = wish.endpoints ?? [];
      const before = calls.count;
      over = new Promise<void>((done) => {
        const cancel = clock.after(deadline * 1000, done);
        void calls.empty().then(() => {
          cancel();
          done();
        });
      }).then(() => {
        const ended = calls.count;
        drained.add(["ended"], ended);
        drained.add(["finished"], Math.max(0, before - ended));
      });
      for (const connection of connections) tell(connection);
      return over;
    },
  };
}
