import { AsyncLocalStorage } from "node:async_hooks";
import type { RecordStore, StoredRecord } from "./record-store.js";
import { openTable } from "./table.js";
import type { Table, TableOptions } from "./table.js";
import { touchedBy } from "./touched.js";
import type { Touched } from "./touched.js";
import { Transaction } from "./transaction.js";
import type { Effect } from "./transaction.js";
import { Turns } from "./turns.js";

export interface UnitsOptions {
  /** Told what an effect threw: a fault of ours, after the commit. Without it the error is thrown to the process. */
  readonly effectFailed?: (error: unknown) => void;
}

/** A request, say, whose units are one transaction. */
interface Joining {
  ended: boolean;
  /** Its turn, from its first unit on. */
  turn: Promise<void> | undefined;
}

/** How many units share a commit at most: the first of them waits for the last. */
const unitsPerCommit = 64;

/** Reads the store and gives the units over it. */
export async function openUnits(store: RecordStore, options: UnitsOptions = {}): Promise<Units> {
  return new Units(store, await store.load(), options);
}

/**
 * The only way to change tables. A unit is done whole or not at all, units are done one after the other, and when the promise of a unit is fulfilled
 * its changes are in the store. Units that come while others are done share one commit with them.
 */
export class Units {
  readonly #store: RecordStore;
  readonly #effectFailed: (error: unknown) => void;
  readonly #loaded = new Map<string, (readonly [string, unknown])[]>();
  readonly #names = new Set<string>();
  readonly #hooks: ((touched: Touched) => void)[] = [];
  readonly #turns = new Turns();
  readonly #joinings = new AsyncLocalStorage<Joining | undefined>();
  #transaction = new Transaction();
  #working = false;
  #closed = false;
  #closing: Promise<void> | undefined;

  constructor(store: RecordStore, records: readonly StoredRecord[], { effectFailed = throwLater }: UnitsOptions) {
    this.#store = store;
    this.#effectFailed = effectFailed;
    for (const { table, key, value } of records) {
      const known = this.#loaded.get(table);
      if (known === undefined) this.#loaded.set(table, [[key, value]]);
      else known.push([key, value]);
    }
  }

  /** A table of this name, with what the store has of it. Each name once. */
  table<T extends object>(options: TableOptions<T>): Table<T> {
    if (this.#names.has(options.name)) throw new Error(`There is a table "${options.name}" already.`);
    this.#names.add(options.name);
    // What is stored under this name was put by a table of this type.
    const loaded = (this.#loaded.get(options.name) ?? []) as readonly (readonly [string, T])[];
    this.#loaded.delete(options.name);
    return openTable(options, loaded, (change) => {
      if (!this.#working) throw new Error(`Table "${options.name}" is changed outside a unit.`);
      this.#transaction.changed(change);
    });
  }

  /** Called at the end of each unit that changed something, within it: may change further records, and undoes the unit by throwing. In order of registration. */
  beforeCommit(hook: (touched: Touched) => void): void {
    this.#hooks.push(hook);
  }

  /** Inside a unit: does this when its changes are in the store, before its promise is fulfilled; not at all when they are taken back. */
  afterCommit(effect: Effect): void {
    if (!this.#working) throw new Error("afterCommit is called outside a unit.");
    this.#transaction.then(effect);
  }

  /** Does the work, which is synchronous, as one unit. Rejects with what it throws, or with the store's error; then nothing of it is left. */
  async unit<T>(work: () => T): Promise<T> {
    const joining = this.#joined();
    if (joining !== undefined) {
      await this.#turnOf(joining);
      return this.#apply(work);
    }
    await this.#takeTurn();
    try {
      return this.#apply(work);
    } finally {
      // Also what a unit throws may follow from changes of units before it, and waits until these are kept.
      await Promise.all([this.#transaction.kept(), this.#endTurn()]);
    }
  }

  /** Looks at the tables when nothing is in them that may still be taken back. Inside `joining` it sees what its own units did. */
  async read<T>(work: () => T): Promise<T> {
    const joining = this.#joined();
    if (joining?.turn !== undefined) {
      await joining.turn;
      return work();
    }
    await this.#takeTurn();
    try {
      await this.#commit();
      return work();
    } finally {
      this.#turns.pass();
    }
  }

  /**
   * Makes all units within the work one transaction, which ends with the work: a unit's promise is then fulfilled before the commit, and its effects wait.
   * Everybody else waits from its first unit on, so the work waits for nobody after that. When the work rejects, all of its units are undone.
   */
  async joining<T>(work: () => Promise<T>): Promise<T> {
    if (this.#joined() !== undefined) return work();
    const joining: Joining = { ended: false, turn: undefined };
    let result: T;
    try {
      result = await this.#joinings.run(joining, work);
    } catch (error) {
      joining.ended = true;
      if (joining.turn !== undefined) {
        await joining.turn;
        this.#transaction.undo({ changes: 0, effects: 0 });
        await this.#endTurn();
      }
      throw error;
    }
    joining.ended = true;
    if (joining.turn !== undefined) {
      await joining.turn;
      await Promise.all([this.#transaction.kept(), this.#endTurn()]);
    }
    return result;
  }

  /** Waits for what is under way, then closes the store. What comes later is rejected. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    await this.#turns.take();
    this.#closed = true;
    await this.#commit();
    this.#turns.pass();
    await this.#store.close();
  }

  #joined(): Joining | undefined {
    const joining = this.#joinings.getStore();
    return joining?.ended === false ? joining : undefined;
  }

  /** The transaction of the units before is ended first: they do not wait for work that may take its time. */
  #turnOf(joining: Joining): Promise<void> {
    joining.turn ??= this.#takeTurn().then(() => this.#commit());
    return joining.turn;
  }

  async #takeTurn(): Promise<void> {
    await this.#turns.take();
    if (!this.#closed) return;
    this.#turns.pass();
    throw new Error("The store is closed.");
  }

  /** Commits, but where somebody waits who may share the commit. */
  async #endTurn(): Promise<void> {
    if (this.#turns.waiting === 0 || this.#transaction.waiting >= unitsPerCommit) await this.#commit();
    this.#turns.pass();
  }

  async #commit(): Promise<void> {
    const transaction = this.#transaction;
    if (transaction.waiting === 0) return;
    // Effects are nobody's part: what they start joins no transaction.
    await this.#joinings.run(undefined, () => transaction.commit(this.#store, this.#effectFailed));
    this.#transaction = new Transaction();
  }

  #apply<T>(work: () => T): T {
    if (this.#working) throw new Error("A unit is started inside a unit.");
    const transaction = this.#transaction;
    const mark = transaction.mark;
    this.#working = true;
    try {
      const result = work();
      if (result instanceof Promise) throw new TypeError("The work of a unit is asynchronous.");
      for (const hook of this.#hooks) {
        const changes = transaction.changesSince(mark);
        if (changes.length > 0) hook(touchedBy(changes));
      }
      return result;
    } catch (error) {
      transaction.undo(mark);
      throw error;
    } finally {
      this.#working = false;
    }
  }
}

function throwLater(error: unknown): void {
  queueMicrotask(() => { throw error; });
}
