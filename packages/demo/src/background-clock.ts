import type { Clock } from "@parley/runtime";

/** A clock whose timers keep time in a hidden tab. */
export function createBackgroundClock(): Clock {
  const worker = new Worker(new URL("./timer-worker.js", import.meta.url), { type: "module" });
  const waiting = new Map<number, () => void>();
  let count = 0;
  worker.addEventListener("message", ({ data }: MessageEvent<number>) => {
    const run = waiting.get(data);
    waiting.delete(data);
    run?.();
  });
  return {
    now: () => Date.now(),
    after(milliseconds, run) {
      count += 1;
      const id = count;
      waiting.set(id, run);
      worker.postMessage({ id, after: milliseconds });
      return () => {
        if (waiting.delete(id)) worker.postMessage({ id });
      };
    },
  };
}
