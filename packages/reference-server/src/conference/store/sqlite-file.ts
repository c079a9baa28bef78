import { accessSync, closeSync, constants, existsSync, fsyncSync, openSync, readSync, renameSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import type { Database } from "node-sqlite3-wasm";
import { StoreError } from "./store-error.js";

/** "PRLY": by this number in its header the file says that it is ours. */
const applicationId = 0x50_52_4c_59;

/** The version of what is in the file. A later one is told, and not opened. */
const schemaVersion = 1;

// The id keeps the order in which keys came; it stays when a value is replaced.
const schema = `
  CREATE TABLE record (id INTEGER PRIMARY KEY, name TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, UNIQUE (name, key)) STRICT;
  PRAGMA application_id = ${applicationId};
  PRAGMA user_version = ${schemaVersion};
`;

export type OpenDatabase = (path: string) => Database;

/**
 * Opens the file, which is made where there is none. The caller holds its lock.
 *
 * Safe against SIGKILL and loss of power by a write-ahead log with `synchronous=FULL`: a commit is appended with checksums and reaches the disk by one
 * fsync before it counts; a part of one is ignored at the next start. Not by a rollback journal: this build of SQLite takes its own lock for that of
 * another writer, and so does not roll back a journal left by a killed process. Nor would it share the index of the log between processes: hence
 * `locking_mode=EXCLUSIVE`, which keeps the index in memory.
 */
export function openSqliteFile(path: string, open: OpenDatabase): Database {
  // This build locks by a folder beside the file, which a killed process leaves behind. Whoever holds our lock is alone here.
  rmSync(`${path}.lock`, { recursive: true, force: true });
  if (isMissing(path)) makeFile(path, open);
  const database = open(path);
  try {
    use(database);
    const [{ quick_check: state } = {}] = database.all("PRAGMA quick_check(1)");
    if (state !== "ok") throw new Error(String(state));
    // The log is there from the first write on; its name must be on the disk before a commit in it counts.
    database.exec(`PRAGMA user_version = ${schemaVersion}`);
    syncFolder(path);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Absent and empty files become new stores. Throws on a file that is something else, which is left as it is. */
function isMissing(path: string): boolean {
  const header = headerOf(path);
  if (header === undefined || header.length === 0) return true;
  const isOurs = header.length === 100 && header.toString("latin1", 0, 16) === "SQLite format 3\0" && header.readUInt32BE(68) === applicationId;
  if (!isOurs) throw new StoreError("not-a-store", `"${path}" is not a store of this server and was left as it is: name another file.`);
  const version = header.readUInt32BE(60);
  if (version > schemaVersion) {
    throw new StoreError("newer", `The store "${path}" has version ${version}, made by a later release; this one reads up to ${schemaVersion}: start the later release, or name another file.`);
  }
  return false;
}

function headerOf(path: string): Buffer | undefined {
  if (!existsSync(path)) return undefined;
  accessSync(path, constants.R_OK | constants.W_OK);
  const file = openSync(path, "r");
  try {
    const header = Buffer.alloc(100);
    return header.subarray(0, readSync(file, header, 0, header.length, 0));
  } finally {
    closeSync(file);
  }
}

/** Made under another name, so that a file of this name is always whole. */
function makeFile(path: string, open: OpenDatabase): void {
  const draft = `${path}.new`;
  for (const left of ["", "-journal", "-wal", ".lock"]) rmSync(`${draft}${left}`, { recursive: true, force: true });
  const database = open(draft);
  try {
    use(database);
    database.exec(`BEGIN; ${schema} COMMIT`);
  } finally {
    database.close();
  }
  // A log that is left of a file that was deleted would be read as this one's.
  for (const left of ["-journal", "-wal"]) rmSync(`${path}${left}`, { force: true });
  renameSync(draft, path);
  syncFolder(path);
}

function use(database: Database): void {
  database.exec("PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
}

/** Makes names in the folder outlive a loss of power. Windows cannot, and does not need it. */
function syncFolder(path: string): void {
  if (process.platform === "win32") return;
  const folder = openSync(dirname(path), "r");
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
