import { OrderedEntries } from "./ordered-entries.js";
import type { Placed } from "./ordered-entries.js";

/** Entries of a table by what they belong to, each group in order. An entry may belong to nothing. */
export class EntryGroups<E extends Placed> {
  readonly #groups = new Map<string, OrderedEntries<E>>();
  readonly #groupOf: (entry: E) => string | undefined;

  constructor(groupOf: (entry: E) => string | undefined) {
    this.#groupOf = groupOf;
  }

  in(group: string): readonly E[] {
    return Array.from(this.#groups.get(group)?.values() ?? []);
  }

  firstIn(group: string): E | undefined {
    return this.#groups.get(group)?.values().next().value;
  }

  countIn(group: string): number {
    return this.#groups.get(group)?.size ?? 0;
  }

  /** Puts one entry in the place of another of the same key; absent, there was or is none. */
  replace(from: E | undefined, to: E | undefined): void {
    const before = from === undefined ? undefined : this.#groupOf(from);
    const after = to === undefined ? undefined : this.#groupOf(to);
    if (from !== undefined && before !== undefined && before !== after) this.#remove(before, from.key);
    if (to === undefined || after === undefined) return;
    const group = this.#groups.get(after) ?? new OrderedEntries<E>();
    this.#groups.set(after, group);
    group.set(to);
  }

  #remove(of: string, key: string): void {
    const rest = this.#groups.get(of);
    rest?.delete(key);
    if (rest?.size === 0) this.#groups.delete(of);
  }
}
