import { systemClock } from "./clock.js";
import type { Clock } from "./clock.js";
import type { ExtensionOptions } from "./extensions.js";
import { Listeners } from "./listeners.js";
import type { Unsubscribe } from "./listeners.js";
import { Mailbox } from "./mailbox.js";
import { IncomingOpening, OutgoingOpening } from "./opening.js";
import { Peer } from "./peer.js";
import type { Answer, CallOptions, CloseCause, IncomingCall, Passed } from "./peer-options.js";
import type { SessionHandle } from "./session-handle.js";
import { SessionObject } from "./session-object.js";
import type { Side } from "./side.js";
import type { Transport } from "./transport.js";

export interface EndpointOptions<Message extends object = object> extends Pick<ExtensionOptions, "extensions"> {
  /** Where timers and times come from; the system's when absent. */
  readonly clock?: Clock;
  /** Sees every message that passes, for traces; it must not change them. */
  readonly observe?: (passed: Passed<Message>) => void;
  /** Told of what a handler threw; `console.error` when absent. */
  readonly onFault?: (error: unknown) => void;
}

/** What a generated client is made of: a peer, what it may receive kept until a handler is there, and its sessions as objects. */
export class Endpoint extends Mailbox {
  readonly #side: Side;
  readonly #peer: Peer;
  readonly #fault: (error: unknown) => void;
  readonly #clock: Clock;
  readonly #closed = new Listeners<CloseCause>();
  #over: CloseCause | undefined;
  readonly #sessions = new WeakMap<SessionHandle, SessionObject>();

  constructor(side: Side, transport: Transport, options: EndpointOptions<never>) {
    const { onFault: fault = console.error, clock = systemClock } = options;
    super(fault, clock);
    this.#side = side;
    this.#fault = fault;
    this.#clock = clock;
    this.#peer = new Peer({
      protocol: side.protocol,
      role: side.role,
      remoteRole: side.remoteRole,
      ...(side.connection === undefined ? {} : { connection: side.connection }),
      transport,
      ...(options.extensions === undefined ? {} : { extensions: options.extensions }),
      onFault: fault,
      clock,
      ...(options.observe === undefined ? {} : { observe: options.observe as (passed: Passed) => void }),
      handlers: {
        request: (method, message, call) => this.#answer(method, message, call),
        notification: (method, message, session) => this.#mailboxOf(session).deliver(method, message),
        closed: (cause) => {
          this.#over = cause;
          this.#closed.emit(cause);
        },
      },
    });
  }

  get state(): string {
    return this.#peer.state;
  }

  request<Success>(method: string, fields: object, options?: CallOptions): Promise<Success> {
    return this.#peer.request(method, fields, options) as Promise<Success>;
  }

  notify(method: string, fields: object): void {
    this.#peer.notify(method, fields);
  }

  /** Asks for a session: a new instance of the machine, with a key of its own. @throws ConnectionError when the connection is over */
  open<Success extends object, Key extends string>(
    machine: string,
    method: string,
    fields: object,
    options?: CallOptions,
  ): OutgoingOpening<Success, Key> {
    const handle = this.#peer.session(machine, this.#newKey(machine));
    const answer = handle.request(method, fields, options) as Promise<Success>;
    return new OutgoingOpening(this.#objectOf(handle) as SessionObject<Key>, answer);
  }

  /** Hears every request for a session. A listener that throws before it has decided has refused. */
  onOpening<Request extends object, Key extends string>(
    method: string,
    listener: (opening: IncomingOpening<Request, Key>) => unknown,
  ): Unsubscribe {
    return this.on<Undecided>(method, async ({ opening, fail }) => {
      try {
        await listener(opening as IncomingOpening<Request, Key>);
      } catch (error) {
        fail(error);
      }
    });
  }

  /** Heard once; at once when the connection is over already. */
  onClosed(listener: (cause: CloseCause) => void): Unsubscribe {
    if (this.#over === undefined) return this.#closed.add(listener);
    listener(this.#over);
    return () => {};
  }

  close(): Promise<void> {
    return this.#peer.close();
  }

  #answer(method: string, message: object, call: IncomingCall): Promise<Answer | undefined> | undefined {
    const { session } = call;
    if (session !== undefined && this.#side.sessions.includes(method)) return this.#undecided(method, message, session, call);
    const mailbox = this.#mailboxOf(session);
    if (!this.#side.accepted.includes(method)) return mailbox.respond(method, message, call.signal);
    mailbox.deliver(method, message);
    return undefined;
  }

  #undecided(method: string, request: object, session: SessionHandle, call: IncomingCall): Promise<undefined> {
    const fields = without(request, [...envelopeKeys(this.#side), ...Object.keys(session.key)]);
    const opening = new IncomingOpening(request, fields, this.#objectOf(session), call);
    return new Promise((_decided, fail) => this.deliver(method, { opening, fail } satisfies Undecided));
  }

  #mailboxOf(session: SessionHandle | undefined): Mailbox {
    return session === undefined ? this : this.#objectOf(session);
  }

  #objectOf(handle: SessionHandle): SessionObject {
    const found = this.#sessions.get(handle) ?? new SessionObject(handle, this.#fault, this.#clock);
    this.#sessions.set(handle, found);
    return found;
  }

  #newKey(machine: string): { readonly [name: string]: string } {
    const names = this.#side.protocol.machines[machine]?.instance ?? [];
    return Object.fromEntries(names.map((name) => [name, crypto.randomUUID()]));
  }
}

interface Undecided {
  readonly opening: IncomingOpening<object>;
  /** Gives the error to the peer, which refuses the request and reports the fault. */
  readonly fail: (error: unknown) => void;
}

function envelopeKeys(side: Side): readonly string[] {
  const { method, kind, success, id, count, acknowledge } = side.protocol.keys;
  return [method, kind, success, id, count, acknowledge];
}

function without(message: object, names: readonly string[]): object {
  return Object.fromEntries(Object.entries(message).filter(([name]) => !names.includes(name)));
}
