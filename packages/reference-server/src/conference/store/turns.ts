/** Lets one at a time go ahead, in the order in which they came. */
export class Turns {
  readonly #queue: (() => void)[] = [];
  #taken = false;

  /** How many wait for their turn. */
  get waiting(): number {
    return this.#queue.length;
  }

  /** Fulfilled when it is the caller's turn, who ends it by `pass`. */
  take(): Promise<void> {
    if (this.#taken) return new Promise((resolve) => { this.#queue.push(resolve); });
    this.#taken = true;
    return Promise.resolve();
  }

  pass(): void {
    const next = this.#queue.shift();
    if (next === undefined) this.#taken = false;
    else next();
  }
}
