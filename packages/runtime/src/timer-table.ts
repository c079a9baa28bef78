import { valueAt } from "./json-pointer.js";
import type { Duration, TimerDuration } from "./wire-protocol.js";

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
      if (typeof seconds === "number") this.#granted.set(name, seconds * 1000 * (timer.share ?? 1));
    }
  }

  /** Milliseconds of a timer that this message starts; `otherwise` where the protocol has no such timer. */
  length(name: string, message: object, otherwise: number): number {
    return this.stated(name, message) ?? this.usual(name) ?? otherwise;
  }

  /** Milliseconds, as far as the message itself says. */
  stated(name: string, message: object): number | undefined {
    const timer = this.#find(name);
    const seconds = timer?.from === undefined ? undefined : valueAt(message, timer.from);
    return timer === undefined || typeof seconds !== "number" ? undefined : this.#limited(seconds * 1000 * (timer.share ?? 1), timer);
  }

  /** Milliseconds of a timer that the messages of the connection alone grant, as they last did. */
  granted(name: string): number | undefined {
    const timer = this.#find(name);
    const length = this.#granted.get(name);
    return timer === undefined || timer.from !== undefined || length === undefined ? undefined : this.#limited(length, timer);
  }

  /** Milliseconds where the message does not say: what was granted, else the default; undefined where there is neither. */
  usual(name: string): number | undefined {
    const timer = this.#find(name);
    const length = this.#granted.get(name) ?? timer?.default;
    return timer === undefined || length === undefined ? undefined : this.#limited(length, timer);
  }

  #find(name: string): TimerDuration | undefined {
    const timer = Object.hasOwn(this.#timers, name) ? this.#timers[name] : undefined;
    return typeof timer === "number" ? { default: timer } : timer;
  }

  #limited(length: number, { owner, margin = 0 }: TimerDuration): number {
    return Math.min(longest, length + (owner === undefined || owner === this.#role ? 0 : margin));
  }
}

/** A longer one would end at once. */
const longest = 2 ** 31 - 1;
