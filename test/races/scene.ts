import type { Choice } from "./choice.js";
import type { CallSide } from "./call-side.js";
import type { Direction } from "./link.js";
import { windDown } from "./wind-down.js";
import type { WireMessage } from "./wire-watch.js";
import { World } from "./world.js";
import type { WorldOptions } from "./world.js";

/** A world that a test directs, step by step. */
export class Scene extends World {
  constructor(options: WorldOptions = {}) {
    super({ acts: Infinity, cuts: Infinity, ...options });
  }

  /** These devices are signed in and available, and nothing is on its way. */
  async online(...names: readonly string[]): Promise<void> {
    for (const name of names) {
      this.device(name).connect();
      await this.deliverAll();
    }
  }

  /** These things happen, in this order. @throws when one of them cannot */
  async play(...labels: readonly string[]): Promise<void> {
    for (const label of labels) await this.take(this.#choice(label));
  }

  /** Everything arrives, and so much time passes, in milliseconds. */
  async pass(ms: number): Promise<void> {
    const until = this.clock.now() + ms;
    await this.deliverAll();
    while (this.clock.next !== undefined && this.clock.next <= until) {
      this.clock.tick();
      await this.deliverAll();
    }
    this.clock.until(until);
  }

  /** So much time passes, and nothing arrives. */
  async wait(ms: number): Promise<void> {
    const until = this.clock.now() + ms;
    while (this.clock.next !== undefined && this.clock.next <= until) await this.play("time");
    this.clock.until(until);
  }

  /** One side of the call that was begun last. */
  side(device: string): CallSide {
    const side = this.device(device).calls.at(-1);
    if (side === undefined) throw new Error(`${device} has no call`);
    return side;
  }

  /** What was written on the connections of a device: `messages("bob1", "down", { method: "msetup", kind: "request" })`. */
  messages(device: string, direction: Direction, like: { readonly [key: string]: unknown } = {}): readonly WireMessage[] {
    return this.watch.passed
      .filter((passing) => passing.link.startsWith(`${device}#`) && passing.direction === direction)
      .map(({ message }) => message)
      .filter((message) => Object.entries(like).every(([key, value]) => message[key] === value));
  }

  /** Winds the world down. @throws what the invariants say */
  async end(): Promise<void> {
    if (this.violation === undefined) await windDown(this);
    if (this.violation !== undefined) throw this.violation;
  }

  #choice(label: string): Choice {
    const all = this.choices();
    const found = all.find((choice) => choice.label === label);
    if (found === undefined) throw new Error(`"${label}" cannot happen now; what can: ${all.map((choice) => choice.label).join(", ")}`);
    return found;
  }
}
