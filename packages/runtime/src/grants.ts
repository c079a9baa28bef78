import type { EnvelopeLimits } from "./envelope.js";
import { valueAt } from "./json-pointer.js";
import { connectionStates } from "./connection-states.js";
import type { Machine } from "./machine.js";
import type { Outlet } from "./outlet.js";
import type { TimerTable } from "./timer-table.js";
import type { WireProtocol } from "./wire-protocol.js";

/**
 * What holds on one connection: the defaults of the protocol, and what the messages that open it say.
 * Each side states in `limits` what it accepts; the success grants the window in `epoch`, and lengths of timers.
 */
export class Grants {
  /** What this end accepts. */
  accepted: EnvelopeLimits;
  readonly #outlet: Outlet;
  readonly #timers: TimerTable;
  readonly #openings: ReadonlySet<string>;
  /** Where a message says that it is a success. */
  readonly #success: string;
  #isAgreed = false;
  #isRenewed = false;

  constructor(protocol: WireProtocol, connection: Machine, outlet: Outlet, timers: TimerTable) {
    const { messageBytes = Infinity, depth = Infinity } = protocol.limits;
    this.accepted = { messageBytes, depth };
    this.#outlet = outlet;
    this.#timers = timers;
    this.#success = `/${protocol.keys.success}`;
    this.#openings = connectionStates(connection).openings;
  }

  /** A message of the connection has passed: if it is one that opens it, what it states holds from now on. */
  pass(direction: "sent" | "received", method: string, message: object): void {
    if (!this.#openings.has(method)) return;
    this.#timers.grant(message);
    // A later one only renews what the connection rests on.
    if (this.#isAgreed) return;
    this.#isAgreed = valueAt(message, this.#success) === true;
    const { messageBytes, depth } = direction === "sent" ? this.accepted : this.#outlet.limits;
    const stated = {
      messageBytes: this.#agreed(numberAt(message, "/limits/messageBytes"), messageBytes),
      depth: this.#agreed(numberAt(message, "/limits/depth"), depth),
    };
    if (direction === "sent") this.accepted = stated;
    else this.#outlet.limits = stated;
    this.#outlet.delivery.grant(numberAt(message, "/epoch/window"), numberAt(message, "/epoch/windowBytes"));
  }

  /** Another connection takes the place of this one: it is agreed anew what holds. */
  renew(): void {
    this.#isAgreed = false;
    this.#isRenewed = true;
  }

  /** What is kept to be sent again was measured by what held before: no limit shrinks within an epoch. */
  #agreed(stated: number | undefined, before: number): number {
    return this.#isRenewed ? Math.max(stated ?? before, before) : (stated ?? before);
  }

  /** True for the request that opens the connection. */
  opens(method: string): boolean {
    return this.#openings.has(method);
  }
}

function numberAt(message: object, pointer: string): number | undefined {
  const value = valueAt(message, pointer);
  return typeof value === "number" ? value : undefined;
}
