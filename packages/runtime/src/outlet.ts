import type { Clock } from "./clock.js";
import type { Counters } from "./counters.js";
import { Delivery } from "./delivery.js";
import { draft } from "./draft.js";
import type { Draft } from "./draft.js";
import { isValueDeeper } from "./json-depth.js";
import type { Passed } from "./peer-handlers.js";
import { ProtocolError } from "./problem.js";
import type { ProblemDetails } from "./problem.js";
import { describeProblem } from "./problem-registry.js";
import type { TimerTable } from "./timer-table.js";
import type { Transport } from "./transport.js";
import { utf8Length } from "./utf8-length.js";
import type { WireProtocol } from "./wire-protocol.js";

export interface OutletOptions {
  readonly protocol: WireProtocol;
  readonly transport: Transport;
  readonly clock: Clock;
  readonly timers: TimerTable;
  readonly counters: Counters;
  readonly observe: ((passed: Passed) => void) | undefined;
  /** Told of every message that goes out. */
  readonly written: (message: Draft) => void;
  /** Whether the connection's machine lets a message be sent now. */
  readonly isLegal: (name: string, message: object) => boolean;
  /** The peer has acknowledged nothing for too long. */
  readonly stalled: () => void;
  /** Messages are counted from the first one on: nothing has to open the connection. */
  readonly isOpen: boolean;
}

/** Puts messages into their envelope, checks them against the limits of the peer, counts them and writes them. */
export class Outlet {
  readonly delivery: Delivery;
  /** What the peer accepts. */
  limits: { readonly messageBytes: number; readonly depth: number };
  readonly #options: OutletOptions;
  readonly #uncounted: readonly string[] | undefined;
  /** Undefined while the connection is lost. */
  #transport: Transport | undefined;
  #open = true;
  /** More lies unsent than a peer that reads would leave. */
  #isStuck = false;
  #isCounting: boolean;

  constructor(options: OutletOptions) {
    const { limits, uncounted } = options.protocol;
    this.#options = options;
    this.#transport = options.transport;
    this.#uncounted = uncounted;
    this.#isCounting = options.isOpen;
    this.limits = { messageBytes: limits["messageBytes"] ?? Infinity, depth: limits["depth"] ?? Infinity };
    this.delivery = new Delivery({
      clock: options.clock,
      window: limits["window"] ?? Infinity,
      windowBytes: limits["windowBytes"] ?? Infinity,
      acknowledgeAfter: limits["acknowledgeAfter"] ?? 16,
      acknowledgeWithin: options.timers.length("acknowledgeWithin", {}, 1_000),
      fullFor: options.timers.length("windowFull", {}, 10_000),
      compose: (message, count, acknowledge) => this.#compose(message, count, acknowledge),
      write: (message, text) => this.#write(message, text),
      acknowledge: (count) => this.#acknowledge(count),
      stalled: options.stalled,
    });
  }

  /** There is a connection to write to. */
  get isLinked(): boolean {
    return this.#transport !== undefined;
  }

  /** True for a method whose messages are counted, once the connection is open. */
  isCounted(method: string): boolean {
    return this.#uncounted?.includes(method) === false;
  }

  /** The connection has been open: counting has begun. */
  get isCounting(): boolean {
    return this.#isCounting;
  }

  /** The connection is open: from now on messages are counted, in both directions. */
  count(): void {
    this.#isCounting = true;
  }

  request(method: string, id: string, fields: object): Draft {
    return this.#draft(method, "request", { [this.#options.protocol.keys.id]: id }, fields);
  }

  success(method: string, id: string, fields: object): Draft {
    const { keys } = this.#options.protocol;
    return this.#draft(method, "response", { [keys.id]: id, [keys.success]: true }, fields);
  }

  failure(method: string, id: string, details: ProblemDetails, fields: object): Draft {
    const { keys } = this.#options.protocol;
    return this.#draft(method, "response", { [keys.id]: id, [keys.success]: false, [keys.problem]: details }, fields);
  }

  notification(method: string, fields: object): Draft {
    return this.#draft(method, "notification", {}, fields);
  }

  /** Sends now, or, where the window is full, later and in order. @throws ProtocolError `too-large`; then nothing is sent. */
  send(method: string, message: Draft): void {
    if (!this.#open) return;
    if (this.#isCounting && this.isCounted(method)) this.delivery.submit(message);
    else if (this.#transport === undefined) this.#options.counters.dropped += 1;
    else this.#write(message, this.#compose(message));
  }

  /** Sends a notification of the runtime itself, where the connection is in a state for it. */
  tell(method: string, fields: object): void {
    const message = this.notification(method, fields);
    if (this.#options.isLegal(`${method}.notification`, message)) this.send(method, message);
  }

  /** The connection is lost: what is counted waits for another one, the rest is dropped. */
  suspend(): void {
    this.#transport = undefined;
    this.delivery.suspend();
  }

  /** Writes to another connection from now on; counted messages only from {@link Delivery.resume} on. */
  link(transport: Transport): void {
    this.#transport = transport;
    this.#isStuck = false;
  }

  /** Nothing is written any more. */
  shut(): void {
    this.#open = false;
    this.delivery.stop();
  }

  #draft(method: string, kind: string, head: Draft, fields: object): Draft {
    const { keys } = this.#options.protocol;
    return draft(keys, { [keys.kind]: kind, [keys.method]: method, ...head }, fields, this.#isCounting && this.isCounted(method));
  }

  #compose(message: Draft, count?: number, acknowledge?: number): string {
    const { protocol } = this.#options;
    if (count !== undefined) message[protocol.keys.count] = count;
    if (acknowledge !== undefined) message[protocol.keys.acknowledge] = acknowledge;
    const text = JSON.stringify(message);
    const { messageBytes, depth } = this.limits;
    if (utf8Length(text, messageBytes) <= messageBytes && !isValueDeeper(message, depth)) return text;
    const detail = `The peer takes messages of ${messageBytes} bytes and a depth of ${depth}.`;
    throw new ProtocolError("too-large", describeProblem(protocol, "too-large", { detail }));
  }

  #write(message: Draft, text: string): void {
    const { counters, observe, clock, written } = this.#options;
    counters.sent += 1;
    this.#transport?.send(text);
    this.#watch();
    written(message);
    observe?.({ direction: "sent", message, at: clock.now() });
  }

  /** A peer that does not read what it asks for is not answered for ever: what is not counted has no window. */
  #watch(): void {
    if (this.#isStuck || this.#transport === undefined || this.#transport.bufferedAmount <= mostBuffered) return;
    this.#isStuck = true;
    queueMicrotask(this.#options.stalled);
  }

  #acknowledge(count: number): void {
    const { acknowledge } = this.#options.protocol.keys;
    this.tell(acknowledge, { [acknowledge]: count });
  }
}

/** Bytes that may lie unsent in the transport before the peer is given up: four windows. */
const mostBuffered = 4 * 1_048_576;
