import type { Clock } from "@parley/runtime";

/** How much may still be spent: so much in a minute, and as much at once. */
export interface RateBudget {
  /** Spends, when there is enough; else says after how many seconds there will be. */
  spend(amount?: number): { readonly granted: true } | { readonly granted: false; readonly retryAfter: number };
}

/** A bucket that holds one minute's worth and fills evenly. */
export function rateBudget(perMinute: number, clock: Clock): RateBudget {
  const perMillisecond = perMinute / 60_000;
  let left = perMinute;
  let at = clock.now();
  return {
    spend(amount = 1) {
      const now = clock.now();
      left = Math.min(perMinute, left + (now - at) * perMillisecond);
      at = now;
      if (amount > left) return { granted: false, retryAfter: Math.max(0.1, Math.ceil((amount - left) / perMillisecond / 100) / 10) };
      left -= amount;
      return { granted: true };
    },
  };
}
