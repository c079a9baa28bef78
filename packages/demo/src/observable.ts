/** A value that tells who watches it when it changes. */
export interface Observable<T> {
  readonly value: T;
  /** Runs at once with the present value, and again after every change. */
  watch(run: (value: T) => void): void;
}

export interface Settable<T extends object> extends Observable<T> {
  /** Replaces the named members; nobody is told when nothing differs. */
  change(part: Partial<T>): void;
}

/** Makes an observable record. Watchers live as long as the page. */
export function observable<T extends object>(initial: T): Settable<T> {
  const watchers: ((value: T) => void)[] = [];
  let value = initial;
  return {
    get value() {
      return value;
    },
    watch(run) {
      watchers.push(run);
      run(value);
    },
    change(part) {
      const next = { ...value, ...part };
      if (Object.keys(next).every((key) => Object.is(Reflect.get(next, key), Reflect.get(value, key)))) return;
      value = next;
      for (const run of watchers) run(value);
    },
  };
}
