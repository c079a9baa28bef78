import type { RecordStore } from "./record-store.js";
import type { TableChange } from "./table.js";

export type Effect = () => void;

/** Where a transaction was, to go back to. */
export interface Mark {
  readonly changes: number;
  readonly effects: number;
}

/** What units have done and the store does not have yet, and who waits for it. */
export class Transaction {
  readonly #changes: TableChange[] = [];
  readonly #effects: Effect[] = [];
  readonly #waiting: { readonly kept: () => void; readonly lost: (error: unknown) => void }[] = [];

  /** How many wait for its commit. */
  get waiting(): number {
    return this.#waiting.length;
  }

  get mark(): Mark {
    return { changes: this.#changes.length, effects: this.#effects.length };
  }

  changesSince(mark: Mark): readonly TableChange[] {
    return this.#changes.slice(mark.changes);
  }

  changed(change: TableChange): void {
    this.#changes.push(change);
  }

  then(effect: Effect): void {
    this.#effects.push(effect);
  }

  /** Takes back in memory what was done since, the last change first. */
  undo(mark: Mark): void {
    for (const change of this.#changes.splice(mark.changes).reverse()) change.undo();
    this.#effects.length = mark.effects;
  }

  /** Fulfilled after the commit and its effects; rejected when nothing of it was kept. */
  kept(): Promise<void> {
    return new Promise((kept, lost) => { this.#waiting.push({ kept, lost }); });
  }

  /** Never rejects: how it ended is told to those who wait. An effect that throws does not keep the others from being done. */
  async commit(store: RecordStore, effectFailed: (error: unknown) => void): Promise<void> {
    try {
      if (this.#changes.length > 0) await store.commit(this.#changes.map(({ record }) => record));
    } catch (error) {
      this.undo({ changes: 0, effects: 0 });
      for (const { lost } of this.#waiting) lost(error);
      return;
    }
    for (const effect of this.#effects) {
      try {
        effect();
      } catch (error) {
        effectFailed(error);
      }
    }
    for (const { kept } of this.#waiting) kept();
  }
}
