import { Answerer } from "./answerer.js";
import { causeFrom } from "./cause.js";
import { systemClock } from "./clock.js";
import type { Clock } from "./clock.js";
import { closeCodeFor, goawayMethod, goawayNow, reasonOfClose } from "./connection-methods.js";
import type { Counters } from "./counters.js";
import { newCounters } from "./counters.js";
import { ConnectionError } from "./errors.js";
import type { Draft } from "./draft.js";
import { Extensions } from "./extensions.js";
import { Grants } from "./grants.js";
import { HeldNotifications } from "./held-notifications.js";
import { MachineInstance } from "./machine-instance.js";
import { openStates } from "./machine-graph.js";
import { openMachine } from "./open-machine.js";
import { Outlet } from "./outlet.js";
import type { CallOptions, CloseCause, Passed, PeerOptions } from "./peer-options.js";
import type { PeerParts } from "./peer-parts.js";
import { Receiver } from "./receiver.js";
import { RefusalCount } from "./refusal-count.js";
import { Requester } from "./requester.js";
import type { SessionHandle } from "./session-handle.js";
import { SessionRegistry } from "./session-registry.js";
import { Session } from "./session.js";
import type { SessionHost } from "./session.js";
import { TimerTable } from "./timer-table.js";
import { Transactions } from "./transaction.js";

/** One end of one connection: envelope, delivery, transactions, machines, limits. The same for both ends. */
export class Peer {
  readonly #options: PeerOptions;
  readonly #parts: PeerParts;
  readonly #requester: Requester;
  readonly #answerer: Answerer;
  readonly #counters = newCounters();
  readonly #held: HeldNotifications;
  readonly #gone: Promise<void>;
  #transportClosed: () => void = () => {};
  /** Why the connection will end, as far as that is known. */
  #cause: CloseCause | undefined;
  #cancelWait: () => void = () => {};
  #wasOpen = false;
  #over: CloseCause | undefined;

  constructor(options: PeerOptions) {
    const { protocol, role, remoteRole, transport, handlers, clock = systemClock } = options;
    const machine = options.connection === undefined ? openMachine(protocol, role) : protocol.machines[options.connection];
    if (machine === undefined) throw new TypeError(`The protocol "${protocol.name}" has no machine "${options.connection}".`);
    this.#options = options;
    this.#gone = new Promise((resolve) => {
      this.#transportClosed = resolve;
    });
    const counters = this.#counters;
    const timers = new TimerTable(protocol.timers, role);
    const stalled = () => this.#shut({ reason: "not-acknowledged" });
    const { observe: seen } = options;
    const observe = seen === undefined ? undefined : (passed: Passed) => this.#tell(() => seen(passed));
    const isLegal = (name: string, message: object) => this.#parts.connection.find("send", name, message) !== undefined;
    const refusedTooOften = () => this.#shut({ reason: "protocol-error", text: "Too many messages had to be refused." });
    const held = (this.#held = new HeldNotifications(protocol.keys, clock, (message) => this.#sendAgain(message)));
    const written = (message: Draft) => held.sent(message);
    const outlet = new Outlet({ protocol, transport, clock, timers, counters, observe, isLegal, stalled, written });
    const connection = new MachineInstance(machine, {
      clock,
      timers,
      send: (message, fields) => this.#requester.sendOf(undefined, message, fields),
      answer: (method, problem, by) => this.#answerer.answerOpen(undefined, method, problem, by),
      raise: (event) => this.#raised(event),
      timedOut: (timer) => this.#requester.timedOut(undefined, timer),
      changed: (state) => this.#entered(state),
    });
    const sessions = new SessionRegistry(protocol, role, clock, (...made) => new Session(...made, this.#host(clock, timers)));
    this.#parts = {
      protocol,
      role,
      remoteRole,
      handlers,
      clock,
      timers,
      counters,
      fault: (error) => this.#fault(error),
      outlet,
      grants: new Grants(protocol, machine, outlet, timers),
      connection,
      openStates: openStates(machine),
      sessions,
      transactions: new Transactions(),
      extensions: new Extensions(protocol, options),
      refusals: new RefusalCount(clock, protocol.limits["refusedPerMinute"] ?? Infinity, refusedTooOften),
      over: () => this.#over,
      shut: (cause) => this.#shut(cause),
      notified: (method, message) => {
        if (method === goawayMethod && "cause" in message) this.#cause ??= causeFrom(message.cause);
        held.received(method, message);
      },
    };
    let last = 0;
    this.#requester = new Requester(this.#parts, options.newId ?? (() => String((last += 1))));
    this.#answerer = new Answerer(this.#parts);
    const receiver = new Receiver(this.#parts, this.#answerer, this.#requester, observe);
    connection.trigger("event", "transport.opened");
    const listener = {
      message: (data: string | Uint8Array) => {
        if (this.#over === undefined) this.#tell(() => receiver.receive(data));
      },
      closed: (code: number, reason: string) => this.#closed(code, reason),
    };
    // Not before the program has this peer in its hands: what came early is delivered at once.
    queueMicrotask(() => transport.open(listener));
  }

  /** The state of the connection's machine. */
  get state(): string {
    return this.#parts.connection.state;
  }

  /** What passed and what did not. */
  get counters(): Readonly<Counters> {
    return this.#counters;
  }

  /**
   * Sends a request and gives its success message.
   * @throws ProtocolError when refused  @throws DeadlineError  @throws ConnectionError  @throws IllegalStateError before anything is sent
   */
  async request(method: string, fields: object, options: CallOptions = {}): Promise<object> {
    return this.#requester.request(method, fields, options);
  }

  /** Sends a notification. @throws IllegalStateError before anything is sent  @throws ProtocolError `too-large`  @throws ConnectionError */
  notify(method: string, fields: object): void {
    this.#requester.notify(method, fields);
  }

  /** The instance of a machine with this key; a new one, in its initial state, when there is none. */
  session(machine: string, key: { readonly [name: string]: string }): SessionHandle {
    if (this.#over !== undefined) throw new ConnectionError(this.#over.reason, this.#over.text);
    return this.#parts.sessions.make(machine, key);
  }

  /** Ends all sessions and the connection; resolves when the transport has closed. */
  async close(code?: number, reason?: string): Promise<void> {
    this.#shut({ reason: "closed", ...(reason === undefined ? {} : { text: reason }), ...(code === undefined ? {} : { code }) });
    await this.#gone;
  }

  /** What cannot be sent any more, its session having ended, is of no use to the peer either. */
  #sendAgain(message: Draft): void {
    try {
      this.notify(String(message[this.#options.protocol.keys.method]), message);
    } catch {
      this.#counters.dropped += 1;
    }
  }

  #host(clock: Clock, timers: TimerTable): SessionHost {
    return {
      clock,
      timers,
      messages: this.#options.protocol.messages,
      request: (method, fields, options) => this.request(method, fields, options),
      notify: (method, fields) => this.notify(method, fields),
      sendOf: (session, message, fields) => this.#requester.sendOf(session, message, fields),
      answerOpen: (session, method, problem, by) => this.#answerer.answerOpen(session, method, problem, by),
      timedOut: (session, timer) => this.#requester.timedOut(session, timer),
      fault: (error) => this.#fault(error),
      raised: (event, session) => this.#tell(() => this.#options.handlers.raised?.(event, session)),
      ended: (session, cause) => {
        this.#answerer.concludeAll(session, cause);
        this.#requester.sessionEnded(session);
        if (this.#over === undefined) this.#parts.sessions.linger(session);
      },
    };
  }

  #raised(event: string): void {
    // The word after the point is the reason, where the event is the end.
    if (this.#parts.connection.isFinal) this.#cause ??= { reason: event.slice(event.indexOf(".") + 1) };
    else this.#tell(() => this.#options.handlers.raised?.(event));
  }

  #entered(state: string): void {
    this.#wasOpen ||= this.#parts.openStates.has(state);
    this.#tell(() => this.#options.handlers.state?.(state));
    if (this.#parts.connection.isFinal) this.#end(this.#cause ?? { reason: this.#wasOpen ? "closed" : "unauthenticated" });
  }

  /** Ends the connection for a fault of the peer, or because the program closes it. */
  #shut(cause: CloseCause): void {
    if (this.#over !== undefined) return;
    const { reason, text } = cause;
    // 1009 says it all; and a peer that says goodbye needs no explanation.
    if (reason !== "too-large" && closeCodeFor(reason) !== 1000) {
      this.#parts.outlet.tell(goawayMethod, goawayNow(text === undefined ? { reason } : { reason, text }));
    }
    this.#end(cause);
  }

  #end(cause: CloseCause): void {
    if (this.#over !== undefined) return;
    this.#conclude(cause);
    this.#parts.outlet.shut();
    this.#options.transport.close(cause.code ?? closeCodeFor(cause.reason), cause.reason);
    // A peer that is gone does not answer the close.
    this.#cancelWait = this.#parts.clock.after(closeWithin, this.#transportClosed);
  }

  #closed(code: number, reason: string): void {
    if (this.#over === undefined) {
      this.#parts.outlet.shut();
      const text = reason === "" ? {} : { text: reason };
      this.#conclude({ ...(this.#cause ?? { reason: reasonOfClose(code), ...text }), code });
    }
    this.#cancelWait();
    this.#transportClosed();
  }

  /** Everything that is open ends, and the program hears of it: sessions first, the connection last. */
  #conclude(cause: CloseCause): void {
    const { sessions, transactions, connection } = this.#parts;
    this.#over = cause;
    for (const session of sessions.all) {
      session.run.trigger("lost");
      session.run.trigger("ended");
      session.finish({ reason: "connection-lost" });
    }
    this.#answerer.concludeAll(undefined, cause);
    transactions.failAll(new ConnectionError(cause.reason, cause.text));
    connection.trigger("ended");
    connection.finish();
    sessions.clear();
    this.#held.stop();
    this.#tell(() => this.#options.handlers.closed(cause));
  }

  #tell(handler: () => void): void {
    try {
      handler();
    } catch (error) {
      this.#fault(error);
    }
  }

  #fault(error: unknown): void {
    this.#counters.faults += 1;
    this.#options.onFault?.(error);
  }
}

/** How long a close may stay without answer, in milliseconds. */
const closeWithin = 2_000;
