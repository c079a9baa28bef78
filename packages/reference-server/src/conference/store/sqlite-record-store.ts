import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import type { Database, Statement } from "node-sqlite3-wasm";
import type { RecordChange, RecordStore, StoredRecord } from "./record-store.js";
import { openSqliteFile } from "./sqlite-file.js";
import { StoreError } from "./store-error.js";
import { lockStore } from "./store-lock.js";

const put = "INSERT INTO record (name, key, value) VALUES (?, ?, ?) ON CONFLICT (name, key) DO UPDATE SET value = excluded.value";
const remove = "DELETE FROM record WHERE name = ? AND key = ?";

/**
 * Keeps records in one file: an SQLite database, with a log and a lock beside it while it is open.
 * Throws a {@link StoreError} when another process has it open, when it is no store or one of a later release, when it is damaged or cannot be written.
 */
export async function openSqliteRecordStore(path: string): Promise<RecordStore> {
  // Loaded here, so that who keeps nothing on disk does not load a database.
  const { default: sqlite } = await import("node-sqlite3-wasm");
  const unlock = readable(path, () => {
    mkdirSync(dirname(path), { recursive: true });
    return lockStore(path);
  });
  try {
    const database = readable(path, () => openSqliteFile(path, (name) => new sqlite.Database(name)));
    return new SqliteRecordStore(path, database, unlock);
  } catch (error) {
    unlock();
    throw error;
  }
}

class SqliteRecordStore implements RecordStore {
  readonly #path: string;
  readonly #database: Database;
  readonly #put: Statement;
  readonly #remove: Statement;
  readonly #unlock: () => void;

  constructor(path: string, database: Database, unlock: () => void) {
    this.#path = path;
    this.#database = database;
    this.#put = database.prepare(put);
    this.#remove = database.prepare(remove);
    this.#unlock = unlock;
  }

  async load(): Promise<readonly StoredRecord[]> {
    return readable(this.#path, () => {
      const rows = this.#database.all("SELECT name, key, value FROM record ORDER BY id");
      return rows.map(({ name, key, value }) => ({ table: String(name), key: String(key), value: JSON.parse(String(value)) as unknown }));
    });
  }

  async commit(changes: readonly RecordChange[]): Promise<void> {
    try {
      this.#database.exec("BEGIN IMMEDIATE");
      for (const change of changes) {
        if (change.kind === "put") this.#put.run([change.table, change.key, JSON.stringify(change.value)]);
        else this.#remove.run([change.table, change.key]);
      }
      this.#database.exec("COMMIT");
    } catch (error) {
      if (this.#database.inTransaction) this.#database.exec("ROLLBACK");
      throw new StoreError("commit-failed", `The store "${this.#path}" did not take a change: ${wordsOf(error)}. See that its disk has room and can be written.`, error);
    }
  }

  async close(): Promise<void> {
    this.#put.finalize();
    this.#remove.finalize();
    this.#database.close();
    this.#unlock();
  }
}

/** Says what is wrong with the file, and what to do, where the file system or the database only said that something is. */
function readable<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof StoreError) throw error;
    if (error instanceof Error && "code" in error) {
      throw new StoreError("not-writable", `The store "${path}" cannot be opened: ${error.message}. Name a file in a folder that this user may write.`, error);
    }
    throw new StoreError("damaged", `The store "${path}" is damaged: ${wordsOf(error)}. Put a copy of it in its place, or name another file to begin anew.`, error);
  }
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
