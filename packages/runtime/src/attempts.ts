import type { Clock } from "./clock.js";
import { ConnectionError } from "./errors.js";
import { onlineAgain } from "./online.js";
import { backOff } from "./reconnection.js";
import type { ReconnectOptions } from "./reconnection.js";
import type { Transport } from "./transport.js";

/** One attempt after another to open a connection, each after its wait, never two at a time. */
export class Attempts {
  readonly #clock: Clock;
  readonly #options: ReconnectOptions;
  readonly #run: (number: number, signal: AbortSignal) => Promise<void>;
  #count = 0;
  #cancelWait: (() => void) | undefined;
  #controller: AbortController | undefined;
  /** What is to follow the one that is being made. */
  #next: { readonly ms: number | undefined; readonly isResumable: boolean } | undefined;
  #isStopped = false;

  /** @param run makes one attempt, counted from 0; it never rejects, and its signal ends it */
  constructor(clock: Clock, options: ReconnectOptions, run: (number: number, signal: AbortSignal) => Promise<void>) {
    this.#clock = clock;
    this.#options = options;
    this.#run = run;
  }

  /** One waits, or is being made. */
  get isUnderWay(): boolean {
    return this.#cancelWait !== undefined || this.#controller !== undefined;
  }

  /**
   * Makes the next one after so many milliseconds, or after a wait that grows; earlier where the platform has a network again. It grows less
   * where there is an epoch to bring back in time.
   */
  wait(ms?: number, isResumable = false): void {
    if (this.#isStopped) return;
    if (this.#controller !== undefined) {
      this.#next = { ms, isResumable };
      return;
    }
    this.#cancelWait?.();
    const cancelTimer = this.#clock.after(ms ?? backOff(this.#count, this.#options, isResumable), () => void this.#make());
    const cancelOnline = ms === undefined ? onlineAgain(() => void this.#make()) : () => {};
    this.#cancelWait = () => {
      cancelTimer();
      cancelOnline();
    };
  }

  /** One has succeeded: the next one begins with the shortest wait. */
  succeeded(): void {
    this.#count = 0;
  }

  /** What waits is not to be made. */
  cancel(): void {
    this.#cancelWait?.();
    this.#cancelWait = this.#next = undefined;
  }

  stop(): void {
    this.#isStopped = true;
    this.cancel();
    this.#controller?.abort(new ConnectionError("closed"));
  }

  async #make(): Promise<void> {
    this.#cancelWait?.();
    this.#cancelWait = undefined;
    const controller = (this.#controller = new AbortController());
    const within = this.#options.attempt ?? 10_000;
    const stopTimer = this.#clock.after(within, () => controller.abort(new ConnectionError("unreachable", "It took too long to connect.")));
    const number = this.#count;
    this.#count += 1;
    await this.#run(number, controller.signal);
    stopTimer();
    this.#controller = undefined;
    const next = this.#next;
    this.#next = undefined;
    if (next !== undefined) this.wait(next.ms, next.isResumable);
  }
}

/** The transport, unless the signal comes first: then it is closed when it opens after all. */
export function openedBefore(signal: AbortSignal, opening: Promise<Transport>): Promise<Transport> {
  return new Promise((resolve, reject) => {
    const aborted = () => {
      opening.then((late) => late.close()).catch(() => {});
      reject(signal.reason);
    };
    if (signal.aborted) return aborted();
    signal.addEventListener("abort", aborted, { once: true });
    const settled = () => signal.removeEventListener("abort", aborted);
    opening.then(resolve, reject).finally(settled);
  });
}
