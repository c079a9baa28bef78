/** Where timers and times come from; another one makes time stand still in tests. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Runs once after so many milliseconds, unless the returned function is called before. */
  after(ms: number, run: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};

export interface ManualClock extends Clock {
  /** Moves time on, and runs what is due on the way, in the order of its time. */
  advance(ms: number): Promise<void>;
  /** How many timers are still to run: a forgotten one is a leak. */
  readonly pending: number;
}

/** A clock that moves only when told to. */
export function manualClock(start = 0): ManualClock {
  const timers = new Set<{ readonly at: number; readonly run: () => void }>();
  let now = start;
  return {
    now: () => now,
    after: (ms, run) => {
      const timer = { at: now + ms, run };
      timers.add(timer);
      return () => {
        timers.delete(timer);
      };
    },
    advance: async (ms) => {
      const end = now + ms;
      await settled();
      for (;;) {
        const due = [...timers].filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at)[0];
        if (due === undefined) break;
        timers.delete(due);
        now = Math.max(now, due.at);
        due.run();
        await settled();
      }
      now = end;
    },
    get pending() {
      return timers.size;
    },
  };
}

/** Lets messages in flight arrive and be answered: a turn of the event loop comes after all waiting microtasks. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 4; turn += 1) await new Promise((resolve) => setTimeout(resolve, 0));
}
