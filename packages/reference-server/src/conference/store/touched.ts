import type { Table, TableChange } from "./table.js";

/** What a unit changed so far, as a hook sees it before the commit. What the hook itself changes is seen by the hooks after it. */
export interface Touched {
  /** Every change, in order; one record may have several. */
  readonly changes: readonly TableChange[];
  /** The partitions of all changes, those a value left included: the conferences that this unit touched. */
  partitions(): ReadonlySet<string>;
  /** The records of one table that changed: the value before the unit, and the one after it; absent where there was or is none. */
  records<T extends object>(table: Table<T>): readonly TouchedRecord<T>[];
}

export interface TouchedRecord<T> {
  readonly key: string;
  readonly before: T | undefined;
  readonly after: T | undefined;
}

export function touchedBy(changes: readonly TableChange[]): Touched {
  return {
    changes,
    partitions: () => new Set(changes.flatMap((change) => change.partitions)),
    records: <T extends object>(table: Table<T>) => {
      const records = new Map<string, TouchedRecord<T>>();
      for (const { record, before, after } of changes) {
        if (record.table !== table.name) continue;
        const first = records.get(record.key);
        // What a table of this name recorded is of its type.
        records.set(record.key, { key: record.key, before: first === undefined ? (before as T | undefined) : first.before, after: after as T | undefined });
      }
      return [...records.values()];
    },
  };
}
