import { randomUUID } from "node:crypto";
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { StoreError } from "./store-error.js";

/** Who has a store open. */
interface Holder {
  readonly host: string;
  readonly process: number;
  /** When that process began, where the system says so: tells it from a later one with the same number. */
  readonly began?: string;
  /** Tells two holders within one process apart. */
  readonly id: string;
}

const heldHere = new Set<string>();

/**
 * Makes this process the only one that has the store open, and returns what ends that. The lock is a file that names its holder; one whose holder
 * is gone counts for nothing, so a process that was killed is in nobody's way.
 */
export function lockStore(path: string): () => void {
  const lock = `${path}.holder`;
  const began = beginOf(process.pid);
  const self: Holder = { host: hostname(), process: process.pid, ...(began === undefined ? {} : { began }), id: randomUUID() };
  // Written whole before it has its name: nobody reads half of it.
  const draft = `${lock}.${self.id}`;
  try {
    writeFileSync(draft, JSON.stringify(self), { flag: "wx", mode: 0o600 });
    while (!linked(draft, lock)) removeLeftOver(path, lock, self);
  } finally {
    rmSync(draft, { force: true });
  }
  heldHere.add(self.id);
  return () => {
    heldHere.delete(self.id);
    if (holderIn(lock)?.id === self.id) rmSync(lock, { force: true });
  };
}

/** Removes the lock if its holder is gone; throws if it is not. */
function removeLeftOver(path: string, lock: string, self: Holder): void {
  const holder = holderIn(lock);
  if (holder !== undefined && mayLive(holder, self)) {
    const who = holder.host === self.host ? `process ${holder.process}` : `process ${holder.process} of host "${holder.host}"`;
    throw new StoreError("in-use", `The store "${path}" is in use by ${who}: stop that, or name another file. If it is certain that nothing uses it, remove "${lock}".`);
  }
  // Moved to a name of our own, so that of two who find it only one has it; and if that turns out to be a newer lock, it is put back.
  const taken = `${lock}.${self.id}.old`;
  try {
    renameSync(lock, taken);
  } catch (error) {
    if (codeOf(error) === "ENOENT") return;
    throw error;
  }
  if (holderIn(taken)?.id !== holder?.id) linked(taken, lock);
  rmSync(taken, { force: true });
}

/** False where the name is taken. */
function linked(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw error;
  }
}

/** Nobody, where the file is not there or says nothing readable. */
function holderIn(lock: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(lock, "utf8")) as Holder;
  } catch {
    return undefined;
  }
}

function mayLive(holder: Holder, self: Holder): boolean {
  // Of the processes of another host nothing is known.
  if (holder.host !== self.host) return true;
  // Our own number: held by this very process, or by one before it, as in a container that is started again.
  if (holder.process === self.process) return heldHere.has(holder.id);
  try {
    process.kill(holder.process, 0);
  } catch (error) {
    return codeOf(error) === "EPERM";
  }
  return holder.began === undefined || holder.began === beginOf(holder.process);
}

/** When a process began, on Linux, told within all starts of the machine; absent elsewhere, and for one that has ended and is only not yet buried. */
function beginOf(id: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${id}/stat`, "utf8");
    // Its second field, the name, may hold anything, brackets included.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    if (fields[0] === "Z") return undefined;
    return `${readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()} ${fields[19]}`;
  } catch {
    return undefined;
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}
