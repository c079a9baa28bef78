import { type Clock, systemClock } from "../clock.js";

/** How many requests one caller may make. */
export interface LimitPolicy {
  /** As the headers `RateLimit` and `RateLimit-Policy` tell it: `default`. */
  readonly name: string;
  /** Requests in a window, at least 1. */
  readonly quota: number;
  /** In seconds, at least 1. */
  readonly window: number;
}

export interface LimitRequest {
  /** Who asks; the empty text for all of whom nobody knows who they are. */
  readonly caller: string;
  readonly policy: LimitPolicy;
}

export interface LimitTaken {
  readonly granted: boolean;
  /** How many more would be granted now. */
  readonly remaining: number;
  /** Seconds until the whole quota is there again; where the request was refused, until one is granted. */
  readonly reset: number;
}

/** Remembers how much of a limit is left to each caller. */
export interface LimitStore {
  /** Takes one request from what is left, if there is one. */
  take(request: LimitRequest): Promise<LimitTaken> | LimitTaken;
}

export interface MemoryLimitOptions {
  /** Of how many callers it knows what is left; 100,000 where nothing is said. Beyond that, who was idle longest has the whole quota again. */
  readonly mostCallers?: number;
  readonly clock?: Pick<Clock, "now">;
}

/**
 * Keeps limits in memory, as a bucket for each caller that holds the quota at most and is filled at an even pace, a quota in each window: the
 * whole quota may be used at once, and after that no more than the pace allows.
 */
export function memoryLimitStore({ mostCallers = 100_000, clock = systemClock }: MemoryLimitOptions = {}): LimitStore {
  // When each bucket is full again, in milliseconds; who asked last stands last.
  const full = new Map<string, number>();
  return {
    take({ caller, policy: { name, quota, window } }) {
      const now = clock.now();
      const each = (window * 1000) / quota;
      const key = JSON.stringify([name, caller]);
      const before = Math.max(full.get(key) ?? 0, now);
      const after = before + each;
      const over = after - now - window * 1000;
      // A thousandth of a millisecond is no reason to refuse: it comes from dividing.
      if (over > 0.001) return { granted: false, remaining: 0, reset: Math.ceil(over / 1000) };
      full.delete(key);
      full.set(key, after);
      for (const [oldest, until] of full) {
        if (until > now && full.size <= mostCallers) break;
        full.delete(oldest);
      }
      return { granted: true, remaining: Math.floor((window * 1000 - (after - now) + 0.001) / each), reset: Math.ceil((after - now) / 1000) };
    },
  };
}
