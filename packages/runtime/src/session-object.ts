import type { Clock } from "./clock.js";
import type { Unsubscribe } from "./listeners.js";
import { Mailbox } from "./mailbox.js";
import type { CallOptions } from "./call-options.js";
import type { EndCause, SessionHandle } from "./session-handle.js";

/** One session as generated session objects hold it. `Key` names the parts of its key: `"session"`. */
export class SessionObject<Key extends string = string> extends Mailbox {
  readonly key: { readonly [K in Key]: string };
  readonly #handle: SessionHandle;

  constructor(handle: SessionHandle, fault: (error: unknown) => void, clock: Clock) {
    super(fault, clock);
    this.key = handle.key as { readonly [K in Key]: string };
    this.#handle = handle;
  }

  get state(): string {
    return this.#handle.state;
  }

  request<Success>(method: string, fields: object, options?: CallOptions): Promise<Success> {
    return this.#handle.request(method, fields, options) as Promise<Success>;
  }

  notify(method: string, fields: object): void {
    this.#handle.notify(method, fields);
  }

  /** Heard exactly once; at once when the session is over already. */
  onEnded<Cause extends EndCause>(listener: (cause: Cause) => void): Unsubscribe {
    return this.#handle.onEnded(listener as (cause: EndCause) => void);
  }
}
