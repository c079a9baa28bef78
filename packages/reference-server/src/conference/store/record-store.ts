/** One record: the value of a key in a table. Keys are unique within their table. */
export interface StoredRecord {
  readonly table: string;
  readonly key: string;
  readonly value: unknown;
}

/** What a unit did to one record, in the order in which it did it. */
export type RecordChange = ({ readonly kind: "put" } & StoredRecord) | { readonly kind: "delete"; readonly table: string; readonly key: string };

/**
 * Where records outlive the process. Everything is read once, at the start; after that the store is only written.
 * What it must promise: a commit is kept whole or not at all, and when its promise is fulfilled it outlives a crash of the process and of the machine.
 */
export interface RecordStore {
  /** All records, each table in the order in which its keys were first put. A key that is deleted and put again is a new one. */
  load(): Promise<readonly StoredRecord[]>;
  /** One commit at a time: the next begins when this one has ended. A rejection means that nothing is kept. Values are JSON. */
  commit(changes: readonly RecordChange[]): Promise<void>;
  close(): Promise<void>;
}
