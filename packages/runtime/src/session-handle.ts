import type { Unsubscribe } from "./listeners.js";
import type { CallOptions } from "./call-options.js";

/** Why a session is over; the members are those of the specification's `cause`. */
export interface EndCause {
  readonly reason: string;
  readonly text?: string;
}

/** One instance of a session machine on this connection, as generated session objects use it. */
export interface SessionHandle {
  /** The machine it runs: `sessionInitiator`. */
  readonly machine: string;
  /** The keys of the envelope that name it: `{ session: "..." }`. */
  readonly key: { readonly [name: string]: string };
  readonly state: string;
  /** Set once, when the machine reaches a final state. */
  readonly ended: EndCause | undefined;

  /** As `Peer.request`, with the keys of the session added. */
  request(method: string, fields: object, options?: CallOptions): Promise<object>;
  /** As `Peer.notify`, with the keys of the session added. */
  notify(method: string, fields: object): void;
  /** Sends the request that ends the session in its present state (cancel, disconnect), if there is one; never throws. */
  end(cause: EndCause): void;

  /** Heard at every change, also of the last one. */
  onState(listener: (state: string) => void): Unsubscribe;
  /** Heard exactly once; at once if it is over already. */
  onEnded(listener: (cause: EndCause) => void): Unsubscribe;
}
