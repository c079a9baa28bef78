import type { Clock } from "./clock.js";
import type { Unsubscribe } from "./listeners.js";
import type { Answer } from "./peer-handlers.js";

type Handler = (request: object) => Answer | Promise<Answer>;

/** How long a request waits for a program that has not set its handler yet, in milliseconds. */
const patience = 5_000;

/** Answers the requests of one method. A request that comes before the handler waits for it. */
export class Responder {
  readonly #method: string;
  readonly #clock: Clock;
  readonly #waiting = new Set<() => void>();
  #handler: Handler | undefined;

  constructor(method: string, clock: Clock) {
    this.#method = method;
    this.#clock = clock;
  }

  /** A later handler takes the place of an earlier one. */
  handle(handler: Handler): Unsubscribe {
    this.#handler = handler;
    for (const wake of this.#waiting) wake();
    return () => {
      if (this.#handler === handler) this.#handler = undefined;
    };
  }

  /** The handler's answer; rejects with the signal's reason when that ends the wait for a handler, and when none comes. */
  async respond(request: object, signal: AbortSignal): Promise<Answer> {
    while (this.#handler === undefined) await this.#arrival(signal);
    return this.#handler(request);
  }

  #arrival(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const settle = (then: () => void) => (): void => {
        this.#waiting.delete(wake);
        signal.removeEventListener("abort", abort);
        stop();
        then();
      };
      const wake = settle(resolve);
      const abort = settle(() => reject(signal.reason));
      const stop = this.#clock.after(patience, settle(() => reject(new Error(`Nothing answers "${this.#method}": the program has set no handler.`))));
      this.#waiting.add(wake);
      signal.addEventListener("abort", abort);
      if (signal.aborted) abort();
    });
  }
}
