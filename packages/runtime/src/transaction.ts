import type { Clock } from "./clock.js";
import type { Session } from "./session.js";

/** One request of this end, until its response or its deadline. The caller may have given up before. */
export class Transaction {
  readonly id: string;
  readonly method: string;
  readonly session: Session | undefined;
  /** It asks for its session. */
  readonly isOpening: boolean;
  /** It ends its session. */
  readonly isClosing: boolean;
  /** When it was asked, by the clock. */
  readonly at: number;
  /** The request itself. */
  message: object = {};
  /** The timer of the machine that runs for it: when that ends, nobody need wait any more. */
  timer: string | undefined;
  /** Its timer has ended: the machine waits for it no longer. */
  isOverdue = false;
  /** Its caller has given up: a response comes too late. */
  isAbandoned = false;
  /** The response, as its caller waits for it; a machine's own requests have no caller. */
  readonly response: Promise<object>;
  #resolve: (message: object) => void = () => {};
  #reject: (error: unknown) => void = () => {};
  readonly #cleanup: (() => void)[] = [];

  constructor(id: string, method: string, session: Session | undefined, isOpening: boolean, isClosing: boolean, at: number) {
    this.id = id;
    this.method = method;
    this.session = session;
    this.isOpening = isOpening;
    this.isClosing = isClosing;
    this.at = at;
    this.response = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    // Whoever waits hears of it; that nobody waits is no fault.
    this.response.catch(() => {});
  }

  succeed(message: object): void {
    this.release();
    this.#resolve(message);
  }

  fail(error: unknown): void {
    this.release();
    this.#reject(error);
  }

  /** The caller waits no longer, but the response still matters to the machine. */
  abandon(error: unknown): void {
    this.isAbandoned = true;
    this.#reject(error);
  }

  /** Runs when the deadline passes, unless it is settled before. */
  expireAfter(clock: Clock, ms: number, run: () => void): void {
    this.#cleanup.push(clock.after(ms, run));
  }

  /** Runs when the signal is aborted, unless it is settled before. */
  abortWith(signal: AbortSignal, run: () => void): void {
    signal.addEventListener("abort", run, { once: true });
    this.#cleanup.push(() => signal.removeEventListener("abort", run));
  }

  /** Stops the deadline, and listens to the signal no more. */
  release(): void {
    for (const stop of this.#cleanup.splice(0)) stop();
  }
}

/** The open transactions of one connection, by correlation id. */
export class Transactions {
  readonly #open = new Map<string, Transaction>();
  readonly #settled: () => void;

  /** @param settled is told of each that has been removed */
  constructor(settled: () => void) {
    this.#settled = settled;
  }

  /** Something is asked whose answer still matters. */
  get areOpen(): boolean {
    for (const { isOverdue, session } of this.#open.values()) if (!isOverdue && session?.ended === undefined) return true;
    return false;
  }

  add(transaction: Transaction): void {
    this.#open.set(transaction.id, transaction);
  }

  /** The transaction that a response belongs to. */
  match(id: string, method: string): Transaction | undefined {
    const found = this.#open.get(id);
    return found?.method === method ? found : undefined;
  }

  remove(transaction: Transaction): void {
    transaction.release();
    if (this.#open.delete(transaction.id)) this.#settled();
  }

  /** Those of one session; those of the connection itself where there is none. */
  of(session: Session | undefined): readonly Transaction[] {
    return [...this.#open.values()].filter((transaction) => transaction.session === session);
  }

  /** The connection is over: none will be answered. */
  failAll(error: unknown): void {
    for (const transaction of this.#open.values()) transaction.fail(error);
    this.#open.clear();
  }
}
