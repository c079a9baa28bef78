/** Takes the listener away again. */
export type Unsubscribe = () => void;

/** The listeners of one event. What happens before the first listener is set is kept, up to a bound, and given to it. */
export class Listeners<T> {
  readonly #listeners = new Set<(value: T) => void>();
  readonly #keep: number;
  readonly #fault: ((error: unknown) => void) | undefined;
  #early: T[] = [];

  /** @param fault is told what a listener throws, so that the others hear all the same; without it the error is the emitter's. */
  constructor(keep = 0, fault?: (error: unknown) => void) {
    this.#keep = keep;
    this.#fault = fault;
  }

  add(listener: (value: T) => void): Unsubscribe {
    // Wrapped, so that the same function may be added twice and taken away once.
    const entry = (value: T) => listener(value);
    this.#listeners.add(entry);
    const early = this.#early;
    this.#early = [];
    for (const value of early) this.#tell(entry, value);
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
    // A listener that is set by a listener hears the next one only.
    const present = [...this.#listeners];
    for (const listener of present) this.#tell(listener, value);
    return true;
  }

  #tell(listener: (value: T) => void, value: T): void {
    if (this.#fault === undefined) return listener(value);
    try {
      listener(value);
    } catch (error) {
      this.#fault(error);
    }
  }
}
