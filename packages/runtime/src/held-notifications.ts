import { refusedMethod } from "./connection-methods.js";
import type { Clock } from "./clock.js";
import type { Draft } from "./draft.js";
import { valueAt } from "./json-pointer.js";
import type { WireKeys } from "./wire-protocol.js";

/** How many counted notifications are kept in case they come back: more than a window's worth helps nobody. */
const keptAtMost = 64;

/**
 * What came back because of its rate is sent again when the peer says so, so that no candidate is lost.
 *
 * @see specs/signalling/messages/refused.yaml, `operation`
 */
export class HeldNotifications {
  readonly #keys: WireKeys;
  readonly #clock: Clock;
  readonly #sendAgain: (message: Draft) => void;
  /** Made with the first notification, as most connections only ask and answer. */
  #kept: Map<unknown, Draft> | undefined;
  #waiting: Set<() => void> | undefined;

  constructor(keys: WireKeys, clock: Clock, sendAgain: (message: Draft) => void) {
    this.#keys = keys;
    this.#clock = clock;
    this.#sendAgain = sendAgain;
  }

  /** A message has been sent. */
  sent(message: Draft): void {
    const { kind, count } = this.#keys;
    if (message[kind] !== "notification" || message[count] === undefined) return;
    const kept = (this.#kept ??= new Map<unknown, Draft>());
    kept.set(message[count], message);
    if (kept.size > keptAtMost) for (const oldest of kept.keys()) return void kept.delete(oldest);
  }

  /** The peer sent a notification: if it refuses one of ours for a time, that is sent again then. */
  received(method: string, message: object): void {
    if (method !== refusedMethod) return;
    const { count, problem } = this.#keys;
    const number = valueAt(message, `/about/${count}`);
    const after = valueAt(message, `/${problem}/retryAfter`);
    if (typeof number !== "number" || this.#kept?.has(number) !== true || typeof after !== "number") return;
    const cancel = this.#clock.after(after * 1000, () => {
      this.#waiting?.delete(cancel);
      this.#sendAllSince(number);
    });
    (this.#waiting ??= new Set()).add(cancel);
  }

  /** The peer drops without a word what follows the refused one in that time. */
  #sendAllSince(number: number): void {
    const kept = this.#kept ?? new Map<unknown, Draft>();
    const method = kept.get(number)?.[this.#keys.method];
    const since = [...kept].filter(([count, message]) => Number(count) >= number && message[this.#keys.method] === method);
    for (const [count, message] of since) {
      kept.delete(count);
      this.#sendAgain(message);
    }
  }

  stop(): void {
    for (const cancel of this.#waiting ?? []) cancel();
    this.#waiting = this.#kept = undefined;
  }
}
