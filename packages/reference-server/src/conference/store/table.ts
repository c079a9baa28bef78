import { EntryGroups } from "./entry-groups.js";
import { OrderedEntries } from "./ordered-entries.js";
import type { RecordChange } from "./record-store.js";

/** One change of a table: what the store is told, and how memory takes it back. */
export interface TableChange {
  readonly record: RecordChange;
  /** The value before and after; absent where there was or is none. */
  readonly before: unknown;
  readonly after: unknown;
  /** The partitions that it touched; none where the table has no partitions. */
  readonly partitions: readonly string[];
  undo(): void;
}

/** A table as its unit gives it: records by key in memory, in the order in which their keys were first put. Values are not to be changed in place. */
export interface Table<T extends object> {
  readonly name: string;
  readonly size: number;
  get(key: string): T | undefined;
  has(key: string): boolean;
  values(): IterableIterator<T>;
  entries(): IterableIterator<readonly [key: string, value: T]>;
  /** The values of one partition, in the same order. */
  inPartition(partition: string): readonly T[];
  /** The first of them; undefined where there is none. */
  firstIn(partition: string): T | undefined;
  countIn(partition: string): number;
  /** The values of one owner, in the same order. */
  ofOwner(owner: string): readonly T[];
  /** Only inside a unit. */
  put(key: string, value: T): void;
  /** Only inside a unit. False where there was no such key. */
  delete(key: string): boolean;
}

export interface TableOptions<T extends object> {
  /** Its name in the store: not to be changed once there are records. */
  readonly name: string;
  /** Which partition a value is in, a conference for instance: they are listed by `inPartition` and in what a unit touched. */
  readonly partition?: (value: T) => string;
  /** Whose a value is: they are listed by `ofOwner`. */
  readonly owner?: (value: T) => string;
}

interface Entry<T> {
  readonly key: string;
  readonly value: T;
  /** Its place in the order. */
  readonly place: number;
  readonly partition: string | undefined;
  readonly owner: string | undefined;
}

/** A table whose changes are told to `record`, which throws where no unit is under way. */
export function openTable<T extends object>({ name, partition, owner }: TableOptions<T>, loaded: Iterable<readonly [string, T]>, record: (change: TableChange) => void): Table<T> {
  const entries = new OrderedEntries<Entry<T>>();
  const partitions = new EntryGroups<Entry<T>>(({ partition: of }) => of);
  const owners = new EntryGroups<Entry<T>>(({ owner: of }) => of);
  let places = 0;
  for (const [key, value] of loaded) replace(key, undefined, entryOf(key, value, places++));

  return {
    name,
    get size() { return entries.size; },
    get: (key) => entries.get(key)?.value,
    has: (key) => entries.get(key) !== undefined,
    *values() { for (const { value } of entries.values()) yield value; },
    *entries() { for (const { key, value } of entries.values()) yield [key, value] as const; },
    inPartition: (of) => partitions.in(of).map(({ value }) => value),
    firstIn: (of) => partitions.firstIn(of)?.value,
    countIn: (of) => partitions.countIn(of),
    ofOwner: (of) => owners.in(of).map(({ value }) => value),
    put(key, value) {
      const before = entries.get(key);
      change({ kind: "put", table: name, key, value }, before, entryOf(key, value, before?.place ?? places++));
    },
    delete(key) {
      const before = entries.get(key);
      if (before === undefined) return false;
      change({ kind: "delete", table: name, key }, before, undefined);
      return true;
    },
  };

  function change(told: RecordChange, before: Entry<T> | undefined, after: Entry<T> | undefined): void {
    const touched = [...new Set([before?.partition, after?.partition])].filter((one) => one !== undefined);
    record({ record: told, before: before?.value, after: after?.value, partitions: touched, undo: () => replace(told.key, after, before) });
    replace(told.key, before, after);
  }

  function replace(key: string, from: Entry<T> | undefined, to: Entry<T> | undefined): void {
    partitions.replace(from, to);
    owners.replace(from, to);
    if (to === undefined) entries.delete(key);
    else entries.set(to);
  }

  function entryOf(key: string, value: T, place: number): Entry<T> {
    // A value changed in place would be other on disk than in memory, and could not be taken back.
    return { key, value: Object.freeze(value), place, partition: partition?.(value), owner: owner?.(value) };
  }
}
