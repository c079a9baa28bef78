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
  /** How long the window may stay full, in milliseconds. It does not run while the connection is lost. */
  readonly fullFor: number;
  /** Numbers the message and gives its text. @throws when it may not be sent */
  readonly compose: (message: Draft, count: number, acknowledge: number | undefined) => string;
  readonly write: (message: Draft, text: string) => void;
  readonly acknowledge: (count: number) => void;
  /** The window stayed full, or what waits for it is too much: the peer takes nothing any more. */
  readonly stalled: () => void;
}

interface Kept {
  readonly count: number;
  readonly bytes: number;
  readonly message: Draft;
  readonly text: string;
}

interface Waiting {
  readonly message: Draft;
  readonly bytes: number;
}

/**
 * Numbers counted messages, holds the window, acknowledges, and finds what came twice or is missing (specs/signalling/uni.asyncapi.yaml,
 * 4 Delivery). What is not acknowledged is kept, and written again on the connection that follows a lost one (5 Loss).
 */
export class Delivery {
  readonly #options: DeliveryOptions;
  #window: number;
  #windowBytes: number;
  #sent = 0;
  #taken = 0;
  /** Taken, and not yet acknowledged by us. */
  #due = 0;
  #kept: Kept[] = [];
  #bytes = 0;
  readonly #waiting: Waiting[] = [];
  #waitingBytes = 0;
  #isLost = false;
  #overflown = false;
  #timer: (() => void) | undefined;
  #fullTimer: (() => void) | undefined;
  #proved: (() => void) | undefined;

  constructor(options: DeliveryOptions) {
    this.#options = options;
    this.#window = options.window;
    this.#windowBytes = options.windowBytes;
  }

  /** The count of the last message that was taken. */
  get taken(): number {
    return this.#taken;
  }

  /** The count of the last message that was submitted, be it sent or not. */
  get submitted(): number {
    return this.#sent + this.#waiting.length;
  }

  /** The count up to which the peer has taken everything, as far as is known. */
  get confirmed(): number {
    return (this.#kept[0]?.count ?? this.#sent + 1) - 1;
  }

  /** The window that the peer grants. */
  grant(window: number | undefined, windowBytes: number | undefined): void {
    this.#window = window ?? this.#window;
    this.#windowBytes = windowBytes ?? this.#windowBytes;
    this.#flush();
  }

  /** Sends a counted message, at once or when it enters the window. @throws what `compose` throws; then no count is used up */
  submit(message: Draft): void {
    if (this.#overflown) return;
    if (this.#waiting.length > 0 || this.#isFull()) this.#wait(message);
    else this.#transmit(message);
  }

  /** What to do with a counted message that came. */
  take(count: number): "new" | "repeated" | "gap" {
    this.#prove();
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
    this.#prove();
    if (count > this.#sent || !this.#prune(count)) return;
    this.#fullTimer?.();
    this.#fullTimer = undefined;
    this.#flush();
  }

  /** The connection is lost: counted messages are kept, and nothing is written, until {@link resume}. */
  suspend(): void {
    this.#isLost = true;
    this.#proved = undefined;
    this.#stopTimers();
  }

  /** Whether the peer can have taken just so much: not more than was sent, nor less than it has acknowledged. */
  covers(received: number): boolean {
    return received >= this.confirmed && received <= this.#sent;
  }

  /**
   * Another connection goes on where the lost one ended: the peer has taken everything up to `received`, and gets the rest again, in order.
   * `proved` is called when the peer first counts or acknowledges on it. Gives how many messages were written again.
   */
  resume(received: number, proved: (() => void) | undefined): number {
    this.#prune(received);
    // What is stated when a connection is resumed acknowledges, too.
    this.#due = 0;
    this.#proved = proved;
    this.#isLost = false;
    const again = this.#kept;
    for (const { message, text } of again) this.#options.write(message, text);
    this.#flush();
    return again.length;
  }

  stop(): void {
    this.#stopTimers();
    this.#proved = undefined;
    this.#waiting.length = this.#waitingBytes = this.#bytes = 0;
    this.#kept = [];
  }

  #wait(message: Draft): void {
    // With the longest numbers it can get: what is taken here can be sent later.
    const bytes = utf8Bytes(this.#options.compose(message, Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER));
    if (this.#waiting.length >= this.#window || this.#waitingBytes >= this.#windowBytes) {
      this.#overflown = true;
      // The end comes when the call that led to it is done: what it asked for fails with the rest.
      queueMicrotask(this.#options.stalled);
      return;
    }
    this.#waiting.push({ message, bytes });
    this.#waitingBytes += bytes;
    this.#watch();
  }

  #flush(): void {
    while (!this.#isFull()) {
      const next = this.#waiting.shift();
      if (next === undefined) return;
      this.#waitingBytes -= next.bytes;
      this.#transmit(next.message);
    }
    if (this.#waiting.length > 0) this.#watch();
  }

  /** Nothing is acknowledged while the connection is lost: that is no fault of the peer. */
  #watch(): void {
    if (!this.#isLost) this.#fullTimer ??= this.#options.clock.after(this.#options.fullFor, this.#options.stalled);
  }

  #transmit(message: Draft): void {
    const text = this.#options.compose(message, this.#sent + 1, this.#due > 0 ? this.#taken : undefined);
    this.#sent += 1;
    const bytes = utf8Bytes(text);
    this.#bytes += bytes;
    this.#kept.push({ count: this.#sent, bytes, message, text });
    if (this.#isLost) return;
    this.#acknowledgementSent();
    this.#options.write(message, text);
  }

  /** Lets go of what the peer has taken; false where that is nothing new. */
  #prune(count: number): boolean {
    let gone = 0;
    for (const entry of this.#kept) {
      if (entry.count > count) break;
      this.#bytes -= entry.bytes;
      gone += 1;
    }
    if (gone === 0) return false;
    this.#kept = this.#kept.slice(gone);
    return true;
  }

  #prove(): void {
    const proved = this.#proved;
    if (proved === undefined) return;
    this.#proved = undefined;
    proved();
  }

  #isFull(): boolean {
    return this.#kept.length >= this.#window || this.#bytes >= this.#windowBytes;
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

  #stopTimers(): void {
    this.#timer?.();
    this.#fullTimer?.();
    this.#timer = this.#fullTimer = undefined;
  }
}
