import type { Clock } from "./clock.js";

/** The part of its time after which a grant is renewed. */
const share = 0.8;

/** Tells when what was granted for a time is to be renewed. */
export class Renewal {
  readonly #clock: Clock;
  readonly #run: () => void;
  #expires: number | undefined;
  #cancel: () => void = () => {};

  constructor(clock: Clock, run: () => void) {
    this.#clock = clock;
    this.#run = run;
  }

  /** What was granted, and for how long, in seconds: `expiresIn`. */
  due(granted: object): void {
    this.stop();
    const seconds: unknown = "expiresIn" in granted ? granted.expiresIn : undefined;
    if (typeof seconds !== "number") return;
    this.#expires = this.#clock.now() + seconds * 1000;
    this.#cancel = this.#clock.after(seconds * 1000 * share, this.#run);
  }

  /** It has failed: tries again while there is time. */
  again(): void {
    const left = (this.#expires ?? 0) - this.#clock.now();
    if (left >= 2_000) this.#cancel = this.#clock.after(left / 2, this.#run);
  }

  stop(): void {
    this.#cancel();
    this.#expires = undefined;
  }
}
