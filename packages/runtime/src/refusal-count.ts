import type { Clock } from "./clock.js";

/** Counts what was refused without an answer, by the runtime or by the program: too much of it in a minute is said once. */
export class RefusalCount {
  readonly #clock: Clock;
  readonly #atMost: number;
  readonly #exceeded: () => void;
  #times: number[] = [];

  constructor(clock: Clock, atMost: number, exceeded: () => void) {
    this.#clock = clock;
    this.#atMost = atMost;
    this.#exceeded = exceeded;
  }

  add(): void {
    const now = this.#clock.now();
    this.#times = [...this.#times.filter((at) => at > now - 60_000), now];
    if (this.#times.length >= this.#atMost) this.#exceeded();
  }
}
