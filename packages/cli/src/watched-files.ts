import { watch, type FSWatcher } from "node:fs";
import { dirname, resolve } from "node:path";

// Editors write a file in several steps.
const quietMilliseconds = 30;

/** Notices changes of files. It watches their folders, so that a file that is replaced, removed or made is noticed too. */
export class WatchedFiles {
  readonly #watchers = new Map<string, FSWatcher>();
  #files: ReadonlySet<string> = new Set();
  #folders: ReadonlySet<string> = new Set();
  #changed: () => void = () => {};
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  /** Watches these files, and whatever comes and goes in these folders. Paths are absolute. */
  watch(files: readonly string[], folders: readonly string[]): void {
    if (this.#closed) return;
    this.#files = new Set(files);
    this.#folders = new Set(folders);
    const wanted = new Set([...files.map((file) => dirname(file)), ...folders]);
    for (const [folder, watcher] of this.#watchers) {
      if (wanted.has(folder)) continue;
      watcher.close();
      this.#watchers.delete(folder);
    }
    for (const folder of wanted) if (!this.#watchers.has(folder)) this.#open(folder);
  }

  /** Settles at the next change, or at the end. */
  nextChange(): Promise<void> {
    return new Promise((done) => {
      this.#changed = done;
      if (this.#closed) done();
    });
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    for (const watcher of this.#watchers.values()) watcher.close();
    this.#changed();
  }

  #open(folder: string): void {
    try {
      const watcher = watch(folder, (_, name) => this.#notice(folder, name));
      // A folder that goes away is no reason to stop.
      watcher.on("error", () => watcher.close());
      this.#watchers.set(folder, watcher);
    } catch {
      // Nor is one that is not there: it is asked for again at the next change.
    }
  }

  #notice(folder: string, name: string | null): void {
    const matters = name === null || this.#folders.has(folder) || this.#files.has(resolve(folder, name));
    if (!matters) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#changed(), quietMilliseconds);
  }
}
