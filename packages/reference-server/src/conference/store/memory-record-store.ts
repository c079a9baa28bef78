import type { RecordChange, RecordStore, StoredRecord } from "./record-store.js";

/** Keeps records as long as this object lives. Units opened on it again find what was committed, as after a restart. */
export function memoryRecordStore(): RecordStore {
  const tables = new Map<string, Map<string, string>>();

  function keep(change: RecordChange): void {
    const records = tables.get(change.table) ?? new Map<string, string>();
    tables.set(change.table, records);
    if (change.kind === "put") records.set(change.key, JSON.stringify(change.value));
    else records.delete(change.key);
  }

  return {
    load: async () => [...tables].flatMap(([table, records]) => [...records].map(([key, text]): StoredRecord => ({ table, key, value: JSON.parse(text) as unknown }))),
    commit: async (changes) => changes.forEach(keep),
    close: async () => undefined,
  };
}
