import type { Tamper } from "./link.js";
import { VirtualClock } from "./virtual-clock.js";
import type { WireMessage } from "./wire-watch.js";

type Half = { readonly [key: string]: unknown };

/** A function that puts other messages in the place of what it should send, and numbers them as if that were right. */
export function faultyFunction(replace: (message: WireMessage) => readonly Half[] | undefined): Tamper {
  const numbers = new Map<unknown, number>();
  return (link, direction, message) => {
    if (direction === "up") return undefined;
    const replaced = replace(message) ?? [message];
    return replaced.map((each) => {
      if (each["seq"] === undefined) return each as WireMessage;
      const seq = (numbers.get(link) ?? 0) + 1;
      numbers.set(link, seq);
      return { ...each, seq } as WireMessage;
    });
  };
}

/** A clock that never ends the timers of some lengths, in milliseconds. */
export class ForgetfulClock extends VirtualClock {
  readonly #isForgotten: (ms: number) => boolean;

  constructor(isForgotten: (ms: number) => boolean) {
    super();
    this.#isForgotten = isForgotten;
  }

  override after(ms: number, run: () => void): () => void {
    return this.#isForgotten(ms) ? () => {} : super.after(ms, run);
  }
}
