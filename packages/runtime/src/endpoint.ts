import type { AskedEpochKeeper } from "./asked-epoch-keeper.js";
import { systemClock } from "./clock.js";
import type { Clock } from "./clock.js";
import { goawayMethod } from "./connection-methods.js";
import type { ExtensionOptions } from "./extensions.js";
import { Line } from "./line.js";
import type { ConnectionState, LineEvents, LineOptions } from "./line-options.js";
import { Listeners } from "./listeners.js";
import type { Unsubscribe } from "./listeners.js";
import { Mailbox } from "./mailbox.js";
import { IncomingOpening, OutgoingOpening } from "./opening.js";
import { Peer } from "./peer.js";
import type { CallOptions } from "./call-options.js";
import type { Answer, CloseCause, IncomingCall, Passed } from "./peer-handlers.js";
import type { SessionHandle } from "./session-handle.js";
import { SessionObject } from "./session-object.js";
import type { Side } from "./side.js";
import type { Transport } from "./transport.js";

export interface EndpointOptions<Message extends object = object> extends Pick<ExtensionOptions, "knows"> {
  /** Where timers and times come from; the system's when absent. */
  readonly clock?: Clock;
  /** Sees every message that passes, for traces; it must not change them. Tokens and secrets are in them as they are. */
  readonly observe?: (passed: Passed<Message>) => void;
  /** Told of what a handler threw; `console.error` when absent. */
  readonly onFault?: (error: unknown) => void;
}

/** How the connection of an endpoint is opened, and brought back. */
export interface Opening extends Pick<LineOptions, "method" | "fields" | "url" | "open" | "renew" | "reconnect"> {}

/** What a generated client is made of: a peer, what it may receive kept until a handler is there, and its sessions as objects. */
export class Endpoint extends Mailbox {
  readonly #side: Side;
  readonly #options: EndpointOptions<never>;
  readonly #opening: Opening;
  /** The way on which everything new is begun. */
  #line: Line;
  /** All ways: those that only their last sessions still use, and one that is to take the place of the present one. */
  readonly #lines = new Set<Line>();
  readonly #changed: Listeners<ConnectionState>;
  readonly #reopened: Listeners<object>;
  #state: ConnectionState = "ready";
  readonly #fault: (error: unknown) => void;
  readonly #clock: Clock;
  readonly #closed = new Listeners<CloseCause>();
  #over: CloseCause | undefined;
  #isClosing = false;
  readonly #sessions = new WeakMap<SessionHandle, SessionObject>();
  readonly #openings = new WeakMap<SessionHandle, OutgoingOpening<object>>();

  constructor(side: Side, transport: Transport, options: EndpointOptions<never>, opening: Opening) {
    const { onFault: fault = console.error, clock = systemClock } = options;
    super(fault, clock);
    this.#side = side;
    this.#options = options;
    this.#opening = opening;
    this.#fault = fault;
    this.#clock = clock;
    this.#changed = new Listeners(0, fault);
    this.#reopened = new Listeners(0, fault);
    this.#line = this.#newLine(opening.fields);
    this.#line.begin(transport);
  }

  /** The state of the connection's machine. */
  get state(): string {
    return this.#line.machineState ?? "closed";
  }

  /** How the connection stands, whatever its machine calls that. */
  get connectionState(): ConnectionState {
    return this.#over === undefined ? this.#line.state : "closed";
  }

  /** Heard at every change of {@link connectionState}. */
  onState(listener: (state: ConnectionState) => void): Unsubscribe {
    return this.#changed.add(listener);
  }

  /** Heard when a new epoch has been opened in place of the one before, with its success: the sessions of that have ended, or end there. */
  onReconnected<Granted extends object>(listener: (granted: Granted) => void): Unsubscribe {
    return this.#reopened.add(listener as (granted: object) => void);
  }

  /** How long the last sign of life took, in milliseconds; undefined before there was one. */
  get roundTrip(): number | undefined {
    return this.#line.roundTrip;
  }

  /** The last success of the request that opens the connection, without what is for the runtime alone. */
  get granted(): object | undefined {
    const { granted } = this.#line;
    return granted === undefined || this.#side.protocol.replay === undefined ? granted : without(granted, epochKeys);
  }

  /** The opening request has succeeded. */
  opened(fields: object, granted: object): void {
    this.#line.opened(fields, granted);
  }

  request<Success>(method: string, fields: object, options?: CallOptions): Promise<Success> {
    return this.#line.peer.request(method, fields, options) as Promise<Success>;
  }

  notify(method: string, fields: object): void {
    this.#line.peer.notify(method, fields);
  }

  /** Asks for a session: a new instance of the machine, with a key of its own. @throws ConnectionError when the connection is over */
  open<Success extends object, Key extends string>(
    machine: string,
    method: string,
    fields: object,
    options?: CallOptions,
  ): OutgoingOpening<Success, Key> {
    const handle = this.#line.peer.session(machine, this.#newKey(machine));
    const answer = handle.request(method, fields, options) as Promise<Success>;
    const opening = new OutgoingOpening(this.#objectOf(handle) as SessionObject<Key>, answer);
    this.#openings.set(handle, opening);
    return opening;
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

  async close(): Promise<void> {
    const cause: CloseCause = { reason: "closed" };
    this.#isClosing = true;
    await Promise.all([...this.#lines].map((line) => line.close()));
    this.#finish(cause);
  }

  #newLine(fields: object): Line {
    const line = new Line({
      ...this.#opening,
      fields,
      protocol: this.#side.protocol,
      clock: this.#clock,
      peer: (...made) => this.#newPeer(...made),
      changed: () => this.#tellState(),
      reopened: (by) => this.#isReopened(by),
      moves: (from, move) => this.#newLine(from.fields).start(move),
      over: (ended, cause) => this.#isOver(ended, cause),
      fault: this.#fault,
    });
    this.#lines.add(line);
    return line;
  }

  #newPeer(transport: Transport, keeper: AskedEpochKeeper | undefined, events: LineEvents): Peer {
    const { protocol, role, remoteRole, connection } = this.#side;
    const { knows, observe } = this.#options;
    return new Peer({
      protocol,
      role,
      remoteRole,
      ...(connection === undefined ? {} : { connection }),
      transport,
      ...(keeper === undefined ? {} : { epochs: keeper }),
      ...(knows === undefined ? {} : { knows }),
      onFault: this.#fault,
      clock: this.#clock,
      ...(observe === undefined ? {} : { observe: observe as (passed: Passed) => void }),
      handlers: {
        ...events,
        request: (method, message, call) => this.#answer(method, message, call),
        notification: (method, message, session) => {
          this.#mailboxOf(session).deliver(method, message);
          if (method === goawayMethod) events.goaway(message);
        },
      },
    });
  }

  /** A way has a new epoch: where it is to take the place of the present one, it does. */
  #isReopened(line: Line): void {
    const before = this.#line;
    this.#line = line;
    if (before !== line) before.retire();
    this.#tellState();
    this.#reopened.emit(this.granted ?? {});
  }

  #isOver(line: Line, cause: CloseCause): void {
    this.#lines.delete(line);
    if (line !== this.#line) return;
    const [other] = this.#lines;
    if (other === undefined || this.#isClosing) return this.#finish(cause);
    // Another one is still on its way.
    this.#line = other;
    this.#tellState();
  }

  #finish(cause: CloseCause): void {
    if (this.#over !== undefined) return;
    this.#over = cause;
    this.#tellState();
    this.#closed.emit(cause);
  }

  #tellState(): void {
    // The first line tells before it is known.
    if ((this.#line as Line | undefined) === undefined || this.#state === this.connectionState) return;
    this.#state = this.connectionState;
    this.#changed.emit(this.#state);
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
    const rival = call.wins && this.#openings.get(call.wins);
    const opening = new IncomingOpening(request, fields, this.#objectOf(session), call, rival);
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

/** Keys of the opening request and its success that only the runtime fills and reads. */
const epochKeys: readonly string[] = ["epoch", "resumed", "received", "sessions"];

function envelopeKeys(side: Side): readonly string[] {
  const { method, kind, success, id, count, acknowledge } = side.protocol.keys;
  return [method, kind, success, id, count, acknowledge];
}

function without(message: object, names: readonly string[]): object {
  return Object.fromEntries(Object.entries(message).filter(([name]) => !names.includes(name)));
}
