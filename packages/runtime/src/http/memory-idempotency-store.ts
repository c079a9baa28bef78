import { type Clock, systemClock } from "../clock.js";
import { type IdempotencyStore, isKept, type StoredAnswer } from "./idempotency.js";

export interface MemoryIdempotencyOptions {
  /** How long an answer is kept; a day where nothing is said. */
  readonly keepSeconds?: number;
  /** How many answers are kept; 10,000 where nothing is said. Beyond that the oldest are forgotten. */
  readonly mostEntries?: number;
  readonly clock?: Pick<Clock, "now">;
}

/** Keeps answers in memory: they are gone with the process. */
export function memoryIdempotencyStore({ keepSeconds = 86_400, mostEntries = 10_000, clock = systemClock }: MemoryIdempotencyOptions = {}): IdempotencyStore {
  const running = new Map<string, string>();
  // In the order in which they end.
  const kept = new Map<string, { readonly fingerprint: string; readonly answer: StoredAnswer; readonly until: number }>();

  function forget(): void {
    for (const [name, { until }] of kept) {
      if (until > clock.now() && kept.size <= mostEntries) return;
      kept.delete(name);
    }
  }

  return {
    async once({ caller, operation, key, fingerprint }, work) {
      forget();
      const name = JSON.stringify([caller, operation, key]);
      const known = kept.get(name);
      const first = known?.fingerprint ?? running.get(name);
      if (first !== undefined && first !== fingerprint) return { kind: "other-request" };
      if (known !== undefined) return { kind: "answered", answer: known.answer };
      if (first !== undefined) return { kind: "in-progress" };
      running.set(name, fingerprint);
      try {
        const answer = await work();
        if (isKept(answer)) kept.set(name, { fingerprint, answer, until: clock.now() + keepSeconds * 1000 });
        forget();
        return { kind: "answered", answer };
      } finally {
        running.delete(name);
      }
    },
  };
}
