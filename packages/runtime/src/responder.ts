import type { Unsubscribe } from "./listeners.js";
import type { Answer } from "./peer-options.js";

type Handler = (request: object) => Answer | Promise<Answer>;

/** Answers the requests of one method. A request that comes before the handler waits for it. */
export class Responder {
  #handler: Handler | undefined;
  readonly #waiting = new Set<() => void>();

  /** A later handler takes the place of an earlier one. */
  handle(handler: Handler): Unsubscribe {
    this.#handler = handler;
    for (const wake of this.#waiting) wake();
    this.#waiting.clear();
    return () => {
      if (this.#handler === handler) this.#handler = undefined;
    };
  }

  /** The handler's answer; rejects with the signal's reason when that ends the wait for a handler. */
  async respond(request: object, signal: AbortSignal): Promise<Answer> {
    while (this.#handler === undefined) await this.#arrival(signal);
    return this.#handler(request);
  }

  #arrival(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const abort = (): void => {
        this.#waiting.delete(wake);
        reject(signal.reason);
      };
      const wake = (): void => {
        signal.removeEventListener("abort", abort);
        resolve();
      };
      if (signal.aborted) return abort();
      signal.addEventListener("abort", abort, { once: true });
      this.#waiting.add(wake);
    });
  }
}
