import type { Clock } from "@parley/runtime";

interface Timer {
  readonly at: number;
  readonly run: () => void;
}

/** A clock that stands still until the schedule lets the next timer end. */
export class VirtualClock implements Clock {
  /** In the order in which they end; of those that end together, the first that was started is first. */
  readonly #timers: Timer[] = [];
  #now: number;

  constructor(start = 1_000_000) {
    this.#now = start;
  }

  now(): number {
    return this.#now;
  }

  after(ms: number, run: () => void): () => void {
    const timer = { at: this.#now + Math.max(0, ms), run };
    let place = this.#timers.length;
    while (place > 0 && (this.#timers[place - 1]?.at ?? 0) > timer.at) place -= 1;
    this.#timers.splice(place, 0, timer);
    return () => {
      const found = this.#timers.indexOf(timer);
      if (found >= 0) this.#timers.splice(found, 1);
    };
  }

  /** How many timers run: what is forgotten shows here. */
  get pending(): number {
    return this.#timers.length;
  }

  /** When the next timer ends. */
  get next(): number | undefined {
    return this.#timers[0]?.at;
  }

  /** Moves time on, where no timer ends before. */
  until(time: number): void {
    const { next } = this;
    this.#now = Math.max(this.#now, Math.min(time, next ?? time));
  }

  /** Moves time on to the end of the next timer, and ends it. */
  tick(): void {
    const timer = this.#timers.shift();
    if (timer === undefined) return;
    this.#now = Math.max(this.#now, timer.at);
    timer.run();
  }
}
