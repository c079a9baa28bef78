import type { Clock } from "@parley/runtime";
import { rateBudget } from "./rate-budget.js";
import type { RateBudget } from "./rate-budget.js";

/** What each user may spend, wherever it is spent. A budget that has filled up again is as good as a new one, and is forgotten. */
export function userBudgets(perMinute: number, clock: Clock): (subject: string) => RateBudget {
  const budgets = new Map<string, { readonly budget: RateBudget; used: number }>();
  let swept = clock.now();
  return (subject) => {
    const now = clock.now();
    if (now - swept > full) {
      swept = now;
      for (const [name, { used }] of budgets) if (now - used > full) budgets.delete(name);
    }
    const entry = budgets.get(subject) ?? { budget: rateBudget(perMinute, clock), used: now };
    entry.used = now;
    budgets.set(subject, entry);
    return entry.budget;
  };
}

/** A budget of a minute is full after a minute, in milliseconds. */
const full = 60_000;
