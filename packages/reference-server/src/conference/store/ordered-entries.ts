/** What an ordered map holds: something with a key and a place of its own. */
export interface Placed {
  readonly key: string;
  readonly place: number;
}

/** Entries by key, listed by their place, which is mostly, but not always, that of the last one set. */
export class OrderedEntries<E extends Placed> {
  readonly #entries = new Map<string, E>();
  /** No entry is behind this place. */
  #last = -1;

  get size(): number {
    return this.#entries.size;
  }

  get(key: string): E | undefined {
    return this.#entries.get(key);
  }

  values(): IterableIterator<E> {
    return this.#entries.values();
  }

  set(entry: E): void {
    const known = this.#entries.get(entry.key);
    this.#entries.set(entry.key, entry);
    if (known?.place !== entry.place && entry.place < this.#last) this.#sort();
    this.#last = Math.max(this.#last, entry.place);
  }

  delete(key: string): void {
    this.#entries.delete(key);
  }

  /** A deletion was taken back, or an entry came here late: rare, so sorting all of them will do. */
  #sort(): void {
    const sorted = [...this.#entries.values()].sort((a, b) => a.place - b.place);
    this.#entries.clear();
    for (const entry of sorted) this.#entries.set(entry.key, entry);
  }
}
