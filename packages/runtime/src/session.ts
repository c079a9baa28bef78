import { causeFrom } from "./cause.js";
import type { Clock } from "./clock.js";
import type { Unsubscribe } from "./listeners.js";
import { Listeners } from "./listeners.js";
import type { Machine } from "./machine.js";
import { closingRequest, isClosing } from "./machine-graph.js";
import { MachineInstance } from "./machine-instance.js";
import type { Sending } from "./machine-instance.js";
import type { MachineTable, Step } from "./machine-step.js";
import type { CallOptions } from "./call-options.js";
import type { EndCause, SessionHandle } from "./session-handle.js";
import type { TimerTable } from "./timer-table.js";
import type { WireMessage } from "./wire-protocol.js";

/** What a session needs of its connection. */
export interface SessionHost {
  readonly table: MachineTable;
  readonly clock: Clock;
  readonly timers: TimerTable;
  readonly messages: { readonly [name: string]: WireMessage };
  request(method: string, fields: object, options?: CallOptions): Promise<object>;
  notify(method: string, fields: object): void;
  /** Sends what the session's machine decided to send: it is legal already. */
  sendOf(session: Session, message: string, fields: object, sending: Sending): void;
  /** Answers open requests of the peer as the session's machine decided. */
  answerOpen(session: Session, method: string, problem: string | undefined, by: object): void;
  timedOut(session: Session, timer: string): void;
  /** An event of its machine that does not end it. */
  raised(event: string, session: Session): void;
  /** What a listener of the program threw. */
  readonly fault: (error: unknown) => void;
  /** It reached a final state. */
  ended(session: Session, cause: EndCause): void;
}

/** A request of the peer, until it is answered. */
export interface OpenRequest {
  readonly method: string;
  readonly message: object;
  /** It asks for its session: its failure is the end of that. */
  readonly isOpening: boolean;
  /** Answers because the machine says so; with a cause, the program's answer is no longer wanted. */
  conclude(answer: object, cause: EndCause | undefined): void;
}

/** A machine of a session at one end of one connection, and what is open in it. */
export class Session implements SessionHandle {
  readonly machine: string;
  readonly key: { readonly [name: string]: string };
  readonly run: MachineInstance;
  /** Requests of the peer that are not answered yet. */
  readonly incoming = new Set<OpenRequest>();
  /** The count of the request by which this end asked for it; 0 where the peer did. */
  askedBy = 0;
  /** The count of the last message before it ended here. */
  endedBy = 0;
  readonly #host: SessionHost;
  /** Made with the first listener. */
  #changed: Listeners<string> | undefined;
  #over: Listeners<EndCause> | undefined;
  #cause: EndCause | undefined;
  #ended: EndCause | undefined;
  /** The program is being told of a notification: of the end that it may be, it hears after that. */
  #isTelling = false;

  constructor(name: string, machine: Machine, key: { readonly [name: string]: string }, host: SessionHost) {
    this.machine = name;
    this.key = key;
    this.#host = host;
    this.run = new MachineInstance(machine, {
      table: host.table,
      clock: host.clock,
      timers: host.timers,
      send: (message, fields, sending) => host.sendOf(this, message, sending.closes ? this.#explained(message, fields) : fields, sending),
      answer: (method, problem, by) => host.answerOpen(this, method, problem, by),
      raise: (event) => this.#raised(event),
      timedOut: (timer) => host.timedOut(this, timer),
      changed: (state) => this.#entered(state),
    });
  }

  get state(): string {
    return this.run.state;
  }

  get ended(): EndCause | undefined {
    return this.#ended;
  }

  request(method: string, fields: object, options?: CallOptions): Promise<object> {
    return this.#host.request(method, { ...fields, ...this.key }, options);
  }

  notify(method: string, fields: object): void {
    this.#host.notify(method, { ...fields, ...this.key });
  }

  end(cause: EndCause): void {
    this.blame(cause);
    const method = closingRequest(this.run.machine, this.run.state);
    if (method !== undefined) this.request(method, this.#explained(`${method}.request`, {})).catch(() => {});
  }

  onState(listener: (state: string) => void): Unsubscribe {
    return (this.#changed ??= new Listeners(0, this.#host.fault)).add(listener);
  }

  onEnded(listener: (cause: EndCause) => void): Unsubscribe {
    if (this.#ended === undefined) return (this.#over ??= new Listeners(0, this.#host.fault)).add(listener);
    listener(this.#ended);
    return () => {};
  }

  /** Why it will end, as far as that is known. */
  get cause(): EndCause | undefined {
    return this.#cause;
  }

  /** Says why it will end; the first cause counts. */
  blame(cause: EndCause): void {
    this.#cause ??= cause;
  }

  /** The cause that a message gives for ending the session. */
  blameOn(name: string, message: object): void {
    const argument = this.#host.messages[name]?.argument;
    if (argument !== undefined) this.#blameFor((message as { readonly [key: string]: unknown })[argument]);
  }

  /** Takes the step of a notification and tells the program of it; where it is the last, its cause is that of the end. */
  takeAndTell(step: Step, message: object, tell: () => void): void {
    if (this.run.machine.final.includes(step.position.state) && "cause" in message) this.#blameFor(message.cause);
    this.#isTelling = true;
    try {
      this.run.take(step, message);
      tell();
    } finally {
      this.#isTelling = false;
    }
    if (this.#ended !== undefined) this.#over?.emit(this.#ended);
  }

  /** True when the request that takes this step ends the session. */
  closesBy({ transition }: Step): boolean {
    return transition !== undefined && isClosing(this.run.machine, transition, this.run.state);
  }

  /** Ends it without a word to the peer. */
  finish(cause: EndCause): void {
    this.blame(cause);
    this.run.finish();
  }

  #blameFor(value: unknown): void {
    const cause = causeFrom(value);
    if (cause !== undefined) this.blame(cause);
  }

  /** A message that ends the session gives the cause of the end, where it has a place for it. */
  #explained(message: string, fields: object): object {
    const argument = this.#host.messages[message]?.argument;
    return argument === undefined ? fields : { [argument]: this.#cause ?? { reason: "normal" }, ...fields };
  }

  /** The word after the point is the reason, where the event is the end. */
  #raised(event: string): void {
    if (this.run.isFinal) this.blame({ reason: event.slice(event.indexOf(".") + 1) });
    else this.#host.raised(event, this);
  }

  #entered(state: string): void {
    this.#changed?.emit(state);
    if (!this.run.isFinal) return;
    this.#ended = this.#cause ?? { reason: "normal" };
    this.#host.ended(this, this.#ended);
    if (!this.#isTelling) this.#over?.emit(this.#ended);
  }
}
