import type { Clock } from "../clock.js";
import { DeadlineError } from "../errors.js";

/** What ends a call before its answer: its caller, or its deadline. */
export interface TimeLimit {
  readonly signal: AbortSignal;
  /** Gives what a promise gives, unless the call is ended before: then nobody waits for the promise. */
  until<Value>(promise: Promise<Value>): Promise<Value>;
  /** True where there are so many milliseconds left. */
  leaves(ms: number): boolean;
  /** Waits so many milliseconds. */
  pause(ms: number): Promise<void>;
  /** The answer is there: the deadline does not end what is still read of it. */
  met(): void;
}

/** Starts the time of a call. `deadline` is in milliseconds. */
export function limitTime(operation: string, given: AbortSignal | undefined, deadline: number | undefined, clock: Clock): TimeLimit {
  const own = new AbortController();
  const signal = given === undefined ? own.signal : AbortSignal.any([given, own.signal]);
  const met = deadline === undefined ? () => undefined : clock.after(deadline, () => own.abort(new DeadlineError(operation, deadline)));
  const until = <Value>(promise: Promise<Value>): Promise<Value> =>
    new Promise((resolve, reject) => {
      const stop = (): void => reject(signal.reason);
      if (signal.aborted) stop();
      signal.addEventListener("abort", stop, { once: true });
      promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", stop));
    });
  const end = deadline === undefined ? Infinity : clock.now() + deadline;
  return {
    signal,
    until,
    leaves: (ms) => clock.now() + ms < end,
    async pause(ms) {
      let stop = (): void => undefined;
      try {
        await until(new Promise<void>((resolve) => (stop = clock.after(ms, resolve))));
      } finally {
        stop();
      }
    },
    met,
  };
}
