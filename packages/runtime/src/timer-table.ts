import { valueAt } from "./json-pointer.js";
import type { Duration } from "./wire-protocol.js";

/** How long each timer runs on one connection: what the behaviour says, and what was granted when the connection was opened. */
export class TimerTable {
  readonly #timers: { readonly [name: string]: Duration };
  readonly #role: string;
  readonly #granted = new Map<string, number>();

  constructor(timers: { readonly [name: string]: Duration }, role: string) {
    this.#timers = timers;
    this.#role = role;
  }

  /** Takes over the lengths that the message grants. */
  grant(message: object): void {
    for (const [name, timer] of Object.entries(this.#timers)) {
      if (typeof timer === "number" || timer.granted === undefined) continue;
      const seconds = valueAt(message, timer.granted);
      if (typeof seconds === "number") this.#granted.set(name, seconds * 1000);
    }
  }

  /** Milliseconds of a timer that this message starts; `otherwise` where the protocol has no such timer. */
  length(name: string, message: object, otherwise: number): number {
    const timer = Object.hasOwn(this.#timers, name) ? this.#timers[name] : undefined;
    if (timer === undefined) return otherwise;
    if (typeof timer === "number") return timer;
    const stated = timer.from === undefined ? undefined : valueAt(message, timer.from);
    const margin = timer.owner === undefined || timer.owner === this.#role ? 0 : (timer.margin ?? 0);
    return (typeof stated === "number" ? stated * 1000 : (this.#granted.get(name) ?? timer.default ?? otherwise)) + margin;
  }
}
