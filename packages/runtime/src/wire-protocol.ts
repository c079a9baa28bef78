import type { Issue } from "./issue.js";
import type { Machine } from "./machine.js";

/** Everything the runtime has to know of one interface, printed by the generator from the specification. */
export interface WireProtocol {
  readonly name: string;
  /** Offered when a WebSocket is opened. */
  readonly subprotocol?: string;
  readonly keys: WireKeys;
  /** Methods whose messages are not counted. */
  readonly uncounted: readonly string[];
  /** By name: `msetup.request`, `msetup.success`, `msetup.failure`, `mprogress.notification`. */
  readonly messages: { readonly [name: string]: WireMessage };
  readonly machines: { readonly [name: string]: Machine };
  readonly timers: { readonly [name: string]: Duration };
  readonly limits: { readonly [name: string]: number };
  /** The registry of problems, by short name. */
  readonly problems: { readonly [name: string]: WireProblem };
}

/** Names of the keys of the envelope. */
export interface WireKeys {
  readonly method: string;
  readonly kind: string;
  readonly success: string;
  readonly id: string;
  readonly count: string;
  readonly acknowledge: string;
  readonly problem: string;
}

export interface WireMessage {
  /** The roles that may send it. */
  readonly sentBy: readonly string[];
  readonly is: (value: unknown) => boolean;
  readonly explain: (value: unknown) => readonly Issue[];
}

export interface WireProblem {
  /** The URI on the wire. */
  readonly type: string;
  readonly title: string;
  readonly status: number;
  /** `never`, `after`, `elsewhere`. */
  readonly retry: string;
}

/** Milliseconds; or a value of the message that starts the timer, in seconds, with a default in milliseconds. */
export type Duration = number | { readonly default: number; readonly from: string };
