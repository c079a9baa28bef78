import { Answerer } from "./answerer.js";
import { systemClock } from "./clock.js";
import { closeCodeFor, goawayMethod, goawayNow, reasonOfClose, transportDrained, transportLost } from "./connection-methods.js";
import { conclude } from "./conclusion.js";
import { connectionRun } from "./connection-run.js";
import { connectionStates } from "./connection-states.js";
import { Continuity } from "./continuity.js";
import { newCounters, type Counters } from "./counters.js";
import { ConnectionError } from "./errors.js";
import type { Draft } from "./draft.js";
import type { Handshake } from "./epoch.js";
import { Extensions } from "./extensions.js";
import { Grants } from "./grants.js";
import { HeldNotifications } from "./held-notifications.js";
import { HeldSessions } from "./held-sessions.js";
import { hostedSessions } from "./hosted-session.js";
import type { Link } from "./link.js";
import { openMachine } from "./open-machine.js";
import { Outlet } from "./outlet.js";
import type { CallOptions } from "./call-options.js";
import type { CloseCause, Passed } from "./peer-handlers.js";
import type { PeerOptions } from "./peer-options.js";
import type { PeerParts } from "./peer-parts.js";
import { Receiver } from "./receiver.js";
import { RefusalCount } from "./refusal-count.js";
import { Requester } from "./requester.js";
import type { SessionHandle } from "./session-handle.js";
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
  readonly #continuity: Continuity;
  readonly #gone: Promise<void>;
  #transportClosed: () => void = () => {};
  #cancelWait: () => void = () => {};
  #over: CloseCause | undefined;
  #roundTrip: number | undefined;

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
    const observe = seen && ((passed: Passed) => this.#tell(() => seen(passed)));
    const isLegal = (name: string, message: object) => this.#parts.connection.find("send", name, message) !== undefined;
    const refusedTooOften = () => this.#shut({ reason: "protocol-error", text: "Too many messages had to be refused." });
    const held = (this.#held = new HeldNotifications(protocol.keys, clock, (message) => this.#sendAgain(message)));
    const written = (message: Draft) => held.sent(message);
    const isOpen = connectionStates(machine).open.has(machine.initial);
    const outlet = new Outlet({ protocol, transport, clock, timers, counters, observe, isLegal, stalled, written, isOpen });
    const tell = (handler: () => void) => this.#tell(handler);
    const settled = () => {
      if (handlers.settled !== undefined) tell(() => handlers.settled?.());
    };
    const made = { parts: () => this.#parts, requester: () => this.#requester, answerer: () => this.#answerer };
    const by = { protocol, role, clock, timers, tell, ...made };
    const connection = connectionRun(machine, by, { raise: (event) => this.#raised(event), changed: (state) => this.#entered(state) });
    const sessions = hostedSessions(by);
    const heldSessions = new HeldSessions(sessions, outlet.delivery);
    const { epochs } = options;
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
      openStates: connectionStates(machine).open,
      sessions,
      heldSessions,
      epochs: epochs && {
        asks: (fields) => epochs.asks(fields),
        grants: (request, success) => epochs.grants(request, success),
        passed: (success) => epochs.passed(this, success),
      },
      transactions: new Transactions(settled),
      settled,
      sessionEnding: (session) => tell(() => handlers.sessionEnding?.(session, session.cause ?? { reason: "normal" })),
      extensions: new Extensions(protocol, options),
      refusals: new RefusalCount(clock, protocol.limits["refusedPerMinute"] ?? Infinity, refusedTooOften),
      over: () => this.#over,
      roundTrip: () => this.#roundTrip,
      measured: (ms) => void (this.#roundTrip = ms),
      shut: (cause) => this.#shut(cause),
      notified: (method, message) => {
        if (method === goawayMethod) this.#continuity.parting(message);
        held.received(method, message);
      },
    };
    let last = 0;
    this.#requester = new Requester(this.#parts, options.newId ?? (() => String((last += 1))));
    this.#answerer = new Answerer(this.#parts);
    const receiver = new Receiver(this.#parts, this.#answerer, this.#requester, observe);
    this.#continuity = new Continuity({
      parts: this.#parts,
      keeper: epochs,
      held: heldSessions,
      transport,
      listener: {
        message: (data) => {
          if (this.#over === undefined) this.#tell(() => receiver.receive(data));
        },
        closed: (code, reason) => this.#closed(code, reason),
      },
      settle: () => {
        this.#requester.connectionLost();
        this.#answerer.connectionLost();
      },
      end: (cause) => this.#end(cause),
      tell,
    });
    connection.trigger("event", "transport.opened");
  }

  /** The state of the connection's machine. */
  get state(): string {
    return this.#parts.connection.state;
  }

  /** How long the last sign of life took, in milliseconds, as far as it was measured here or told by the peer. */
  get roundTrip(): number | undefined {
    return this.#roundTrip;
  }

  /** The connection under the epoch, and where this end stands when another one takes its place. */
  get continuity(): Pick<Continuity, "isLinked" | "isResumable" | "isParting" | "standing" | "covers" | "suspend"> {
    return this.#continuity;
  }

  /** Nothing is under way: no session, and no request of either end. */
  get isIdle(): boolean {
    const { sessions, transactions } = this.#parts;
    return !sessions.hasLive && !transactions.areOpen && !this.#answerer.isAsked;
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

  /**
   * Goes on on the connection of another peer, on which the handshake has passed; that peer is over, without a word to its program.
   * `proved` is called when the other end first counts or acknowledges on it.
   */
  adopt(other: Peer, handshake: Handshake, proved?: () => void): void {
    const link = other.#release();
    if (link === undefined || this.#over !== undefined) return;
    this.#continuity.adopt(link, handshake, proved);
  }

  /** Says `goaway` with these fields, where it can be said and neither end has said yet that it stops. */
  takeLeave(farewell: object): void {
    const { connection } = this.#parts;
    if (this.#continuity.isParting || this.#over !== undefined) return;
    if (connection.find("send", `${goawayMethod}.notification`, farewell) !== undefined) this.#tell(() => this.notify(goawayMethod, farewell));
  }

  /** Ends the epoch at once, and the connection if there is one. */
  end(cause: CloseCause): void {
    this.#shut(cause);
  }

  #release(): Link | undefined {
    const link = this.#continuity.handOver();
    this.#over = { reason: "resumed" };
    this.#continuity.stop();
    this.#parts.outlet.shut();
    this.#parts.connection.stop();
    this.#parts.transactions.failAll(new ConnectionError("resumed"));
    this.#held.stop();
    this.#transportClosed();
    return link;
  }

  /** What cannot be sent any more, its session having ended, is of no use to the peer either. */
  #sendAgain(message: Draft): void {
    try {
      this.notify(String(message[this.#options.protocol.keys.method]), message);
    } catch {
      this.#counters.dropped += 1;
    }
  }

  #raised(event: string): void {
    // The word after the point is the reason, where the event is the end.
    if (event === transportLost) this.#continuity.takenForLost();
    else if (event === transportDrained) this.#continuity.drained();
    else if (this.#parts.connection.isFinal) this.#continuity.blame({ reason: event.slice(event.indexOf(".") + 1) });
    else this.#tell(() => this.#options.handlers.raised?.(event));
  }

  #entered(state: string): void {
    if (this.#parts.openStates.has(state)) this.#parts.outlet.count();
    this.#tell(() => this.#options.handlers.state?.(state));
    // The connection has been handed over: nothing runs on here.
    if (this.#over !== undefined) return this.#parts.connection.stop();
    this.#continuity.entered(state);
    if (this.#parts.connection.isFinal) this.#end(this.#continuity.cause ?? { reason: this.#parts.outlet.isCounting ? "closed" : "unauthenticated" });
  }

  /** Ends the connection for a fault of the peer, or because the program closes it. */
  #shut(cause: CloseCause): void {
    if (this.#over !== undefined) return;
    const { reason, text } = cause;
    // A peer that says goodbye needs no explanation.
    if (closeCodeFor(reason) !== 1000) {
      this.#parts.outlet.tell(goawayMethod, goawayNow(text === undefined ? { reason } : { reason, text }));
    }
    this.#end(cause);
  }

  #end(cause: CloseCause): void {
    if (this.#over !== undefined) return;
    this.#conclude(cause);
    this.#parts.outlet.shut();
    const closes = this.#continuity.shut(cause.code ?? closeCodeFor(cause.reason), cause.reason);
    // A peer that is gone does not answer the close.
    if (closes) this.#cancelWait = this.#parts.clock.after(closeWithin, this.#transportClosed);
    else this.#transportClosed();
  }

  #closed(code: number, reason: string): void {
    if (this.#over === undefined) {
      if (this.#continuity.closed(code)) return;
      this.#parts.outlet.shut();
      const text = reason === "" ? {} : { text: reason };
      this.#conclude({ ...(this.#continuity.cause ?? { reason: reasonOfClose(code), ...text }), code });
    }
    this.#cancelWait();
    this.#transportClosed();
  }

  /** Everything that is open ends, and the program hears of it. */
  #conclude(cause: CloseCause): void {
    this.#over = cause;
    conclude(this.#parts, this.#answerer, cause);
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
