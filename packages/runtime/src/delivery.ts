import type { Clock } from "./clock.js";
import type { Draft } from "./draft.js";
import { utf8Bytes } from "./utf8-length.js";

export interface DeliveryOptions {
  readonly clock: Clock;
  /** How many counted messages, and how many of their bytes, may be unacknowledged. */
  readonly window: number;
  readonly windowBytes: number;
  /** An acknowledgement is due after so many counted messages, or so many milliseconds. */
  readonly acknowledgeAfter: number;
  readonly acknowledgeWithin: number;
  /** How long the window may stay full, in milliseconds. */
  readonly fullFor: number;
  /** Numbers the message and gives its text. @throws when it may not be sent */
  readonly compose: (message: Draft, count: number, acknowledge: number | undefined) => string;
  readonly write: (message: Draft, text: string) => void;
  readonly acknowledge: (count: number) => void;
  /** The window stayed full: the peer takes nothing any more. */
  readonly stalled: () => void;
}

/** Numbers counted messages, holds the window, acknowledges, and finds what came twice or is missing (backbone, rule 6). */
export class Delivery {
  readonly #options: DeliveryOptions;
  #window: number;
  #windowBytes: number;
  #sent = 0;
  #taken = 0;
  /** Taken, and not yet acknowledged by us. */
  #due = 0;
  #unacknowledged: { readonly count: number; readonly bytes: number }[] = [];
  #bytes = 0;
  readonly #waiting: Draft[] = [];
  #timer: (() => void) | undefined;
  #fullTimer: (() => void) | undefined;

  constructor(options: DeliveryOptions) {
    this.#options = options;
    this.#window = options.window;
    this.#windowBytes = options.windowBytes;
  }

  /** The window that the peer grants. */
  grant(window: number | undefined, windowBytes: number | undefined): void {
    this.#window = window ?? this.#window;
    this.#windowBytes = windowBytes ?? this.#windowBytes;
    this.#flush();
  }

  /** Sends a counted message, at once or when it enters the window. @throws what `compose` throws; then no count is used up */
  submit(message: Draft): void {
    if (this.#waiting.length > 0 || this.#isFull()) {
      this.#options.compose(message, this.#sent + this.#waiting.length + 1, undefined);
      this.#waiting.push(message);
      this.#fullTimer ??= this.#options.clock.after(this.#options.fullFor, this.#options.stalled);
    } else {
      this.#transmit(message);
    }
  }

  /** What to do with a counted message that came. */
  take(count: number): "new" | "repeated" | "gap" {
    if (count > this.#taken + 1) return "gap";
    this.#due += 1;
    const fresh = count > this.#taken;
    if (fresh) this.#taken = count;
    if (this.#due >= this.#options.acknowledgeAfter || !fresh) this.#acknowledge();
    else this.#timer ??= this.#options.clock.after(this.#options.acknowledgeWithin, () => this.#acknowledge());
    return fresh ? "new" : "repeated";
  }

  /** The peer has taken everything up to this count. A count never sent is a fault of the peer, and acknowledges nothing. */
  acknowledged(count: number): void {
    if (count > this.#sent) return;
    let gone = 0;
    for (const entry of this.#unacknowledged) {
      if (entry.count > count) break;
      this.#bytes -= entry.bytes;
      gone += 1;
    }
    if (gone === 0) return;
    this.#unacknowledged = this.#unacknowledged.slice(gone);
    this.#fullTimer?.();
    this.#fullTimer = undefined;
    this.#flush();
  }

  stop(): void {
    this.#timer?.();
    this.#fullTimer?.();
    this.#timer = this.#fullTimer = undefined;
    this.#waiting.length = 0;
  }

  #flush(): void {
    while (!this.#isFull()) {
      const message = this.#waiting.shift();
      if (message === undefined) return;
      this.#transmit(message);
    }
    if (this.#waiting.length > 0) this.#fullTimer ??= this.#options.clock.after(this.#options.fullFor, this.#options.stalled);
  }

  #transmit(message: Draft): void {
    const text = this.#options.compose(message, this.#sent + 1, this.#due > 0 ? this.#taken : undefined);
    this.#sent += 1;
    const bytes = utf8Bytes(text);
    this.#bytes += bytes;
    this.#unacknowledged.push({ count: this.#sent, bytes });
    this.#acknowledgementSent();
    this.#options.write(message, text);
  }

  #isFull(): boolean {
    return this.#unacknowledged.length >= this.#window || this.#bytes >= this.#windowBytes;
  }

  #acknowledge(): void {
    this.#acknowledgementSent();
    this.#options.acknowledge(this.#taken);
  }

  #acknowledgementSent(): void {
    this.#timer?.();
    this.#timer = undefined;
    this.#due = 0;
  }
}
