/** Takes the listener away again. */
export type Unsubscribe = () => void;

/** The listeners of one event. What happens before the first listener is set is kept, up to a bound, and given to it. */
export class Listeners<T> {
  readonly #listeners = new Set<(value: T) => void>();
  readonly #keep: number;
  #early: T[] = [];

  constructor(keep = 0) {
    this.#keep = keep;
  }

  add(listener: (value: T) => void): Unsubscribe {
    // Wrapped, so that the same function may be added twice and taken away once.
    const entry = (value: T) => listener(value);
    this.#listeners.add(entry);
    const early = this.#early;
    this.#early = [];
    for (const value of early) entry(value);
    return () => {
      this.#listeners.delete(entry);
    };
  }

  /** False when nobody heard it and there was no room to keep it. */
  emit(value: T): boolean {
    if (this.#listeners.size === 0) {
      if (this.#early.length >= this.#keep) return false;
      this.#early.push(value);
      return true;
    }
    for (const listener of [...this.#listeners]) listener(value);
    return true;
  }
}
