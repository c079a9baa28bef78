import type { Transport, TransportListener } from "@parley/runtime";
import type { WireMessage, WireWatch } from "./wire-watch.js";

/** `up`: from the terminal to the function. */
export type Direction = "up" | "down";

/** What a faulty sender puts in the place of a message; nothing where it stays as it is. For tests of the tests. */
export type Tamper = (link: Link, direction: Direction, message: WireMessage) => readonly WireMessage[] | undefined;

type Item = { readonly text: string; readonly message: WireMessage } | { readonly code: number; readonly reason: string };

/** One connection of a terminal. Nothing arrives but when the schedule delivers it: each direction in order, the two as chosen. */
export class Link {
  readonly name: string;
  readonly terminal: Transport;
  readonly function: Transport;
  readonly #watch: WireWatch;
  readonly #tamper: Tamper | undefined;
  readonly #ends: { readonly [D in Direction]: LinkEnd };
  #isCut = false;

  constructor(name: string, watch: WireWatch, tamper?: Tamper) {
    this.name = name;
    this.#watch = watch;
    this.#tamper = tamper;
    const terminal = new LinkEnd((item) => this.#send("up", item));
    const far = new LinkEnd((item) => this.#send("down", item));
    this.#ends = { up: far, down: terminal };
    this.terminal = terminal;
    this.function = far;
  }

  /** Both ends know that it is over, or nobody reads there any more. */
  get isOver(): boolean {
    return this.#ends.up.isOver && this.#ends.down.isOver;
  }

  get isCut(): boolean {
    return this.#isCut;
  }

  /** How much is on its way. */
  waiting(direction: Direction): number {
    return this.#ends[direction].inbox.length;
  }

  deliver(direction: Direction): void {
    const end = this.#ends[direction];
    const item = end.inbox.shift();
    if (item === undefined) return;
    if ("message" in item && !end.isOver) this.#watch.delivered(this, direction, item.message);
    end.take(item);
  }

  /**
   * The network under it is gone. What is on its way in a direction is lost or still arrives; then that end learns of it, when the schedule
   * says so: one end may go on for long without knowing.
   */
  cut(lost: { readonly [D in Direction]: boolean }): void {
    if (this.#isCut) return;
    this.#isCut = true;
    for (const direction of ["up", "down"] as const) {
      const { inbox } = this.#ends[direction];
      if (lost[direction]) inbox.length = 0;
      inbox.push({ code: 1006, reason: "" });
    }
  }

  #send(direction: Direction, item: string | { readonly code: number; readonly reason: string }): void {
    if (typeof item !== "string") {
      if (!this.#isCut) this.#ends[direction].inbox.push(item);
      return;
    }
    const message = read(item);
    const tampered = this.#tamper?.(this, direction, message);
    for (const passed of tampered ?? [message]) {
      this.#watch.sent(this, direction, passed, this.#isCut);
      if (!this.#isCut) this.#ends[direction].inbox.push({ text: tampered === undefined ? item : JSON.stringify(passed), message: passed });
    }
  }
}

function read(text: string): WireMessage {
  try {
    return JSON.parse(text) as WireMessage;
  } catch {
    return { kind: "notification", method: "unreadable" };
  }
}

class LinkEnd implements Transport {
  readonly bufferedAmount = 0;
  readonly inbox: Item[] = [];
  readonly #out: (item: string | { readonly code: number; readonly reason: string }) => void;
  #listener: TransportListener | undefined;
  #isClosing = false;
  isOver = false;

  constructor(out: (item: string | { readonly code: number; readonly reason: string }) => void) {
    this.#out = out;
  }

  send(text: string): void {
    if (!this.#isClosing && !this.isOver) this.#out(text);
  }

  close(code = 1000, reason = ""): void {
    if (this.#isClosing || this.isOver) return;
    this.#isClosing = true;
    this.#out({ code, reason });
  }

  open(listener: TransportListener): void {
    this.#listener = listener;
  }

  take(item: Item): void {
    if (this.isOver) return;
    if ("text" in item) return this.#listener?.message(item.text);
    // The close is answered by a close, as WebSocket has it; a lost connection by nothing.
    if (!this.#isClosing && item.code !== 1006) this.#out({ code: item.code, reason: item.reason });
    this.#isClosing = true;
    this.isOver = true;
    this.#listener?.closed(item.code, item.reason);
  }
}
