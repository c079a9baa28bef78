import type { Clock } from "./clock.js";
import { IllegalStateError } from "./errors.js";
import type { Effect, Machine, Transition } from "./machine.js";
import { isClosing } from "./machine-graph.js";
import { indexOf } from "./machine-index.js";
import { initialPosition, step, stepAlone, stepBelieved } from "./machine-step.js";
import type { MachineTable, Obstacle, Position, Step } from "./machine-step.js";
import type { TimerTable } from "./timer-table.js";

/** What a machine needs of the connection it runs on. */
export interface MachineHost {
  /** Where the machines are that this one contains. */
  readonly table: MachineTable;
  readonly clock: Clock;
  readonly timers: TimerTable;
  /** Sends a message that the machine itself decided to send. */
  send(message: string, fields: object, sending: Sending): void;
  /** Answers open requests of the peer; `by` is the message that led to it. */
  answer(method: string, problem: string | undefined, by: object): void;
  raise(event: string): void;
  /** A timer of the machine ended; its transition comes next. */
  timedOut(timer: string): void;
  changed(state: string): void;
}

/** What the transition means to the message that it sends. */
export interface Sending {
  /** It ends the instance. */
  readonly closes: boolean;
  /** The timer that it starts first: that of the request. */
  readonly timer: string | undefined;
}

/** One machine at work: where it is, and its timers. What a step is, `machine-step.ts` says. */
export class MachineInstance {
  readonly machine: Machine;
  readonly #host: MachineHost;
  /** What stops each timer that runs. */
  readonly #timers = new Map<string, () => void>();
  /** How long each timer ran when it was last started, in milliseconds. */
  #lengths: { readonly [timer: string]: number } = {};
  #position: Position;

  constructor(machine: Machine, host: MachineHost) {
    this.machine = machine;
    this.#host = host;
    this.#position = initialPosition(host.table, machine);
  }

  get state(): string {
    return this.#position.state;
  }

  /** Where it is, with what it remembers and where its children are. */
  get position(): Position {
    return this.#position;
  }

  get isFinal(): boolean {
    return indexOf(this.machine).final.has(this.state);
  }

  /** A timer runs: the machine itself sees to it that the state ends. */
  get isTiming(): boolean {
    return this.#timers.size > 0;
  }

  /** The step that this message would be now, if it is legal; a response comes with its request. */
  find(on: "send" | "receive", name: string, message: object, request?: object): Step | undefined {
    const found = this.#look(on, name, message, request);
    return found.isLegal ? found : undefined;
  }

  /** The same, were it not for its children: what cannot be refused any more moves the machine, whatever they say. */
  findAlone(on: "send" | "receive", name: string, message: object): Step | undefined {
    const found = stepAlone(this.#host.table, this.machine, this.#position, { on, name, message });
    return found.isLegal ? found : undefined;
  }

  /** How a success is taken that is not valid. */
  findBelieved(name: string): Step | undefined {
    return stepBelieved(this.#host.table, this.machine, this.#position, name);
  }

  /** The step that this response would be now, or what is in its way. */
  lookAt(name: string, message: object, request: object): Step | Obstacle {
    return this.#look("receive", name, message, request);
  }

  /** The message is for a child that is not there: nobody moves by it. */
  isForAbsent(on: "send" | "receive", name: string, message: object, request?: object): boolean {
    const found = this.#look(on, name, message, request);
    return !found.isLegal && found.isAbsent === true;
  }

  /** It, or a child, does not take the message now; false where nobody says anything of it. */
  forbids(on: "send" | "receive", name: string, message: object, request?: object): boolean {
    const found = this.#look(on, name, message, request);
    return !found.isLegal && (found.child !== undefined || found.legalIn.length > 0);
  }

  /** Why this message may not be sent now, for the program. */
  illegal(name: string, message: object, request?: object): IllegalStateError {
    const found = this.#look("send", name, message, request);
    if (found.isLegal) return new IllegalStateError(name, this.state, []);
    const { child, state, legalIn } = found;
    if (child === undefined) return legalIn.includes(state) ? withOtherContents(name, state, legalIn) : new IllegalStateError(name, state, legalIn);
    const where = legalIn.length === 0 ? "in no state" : `in ${legalIn.map((each) => `"${each}"`).join(", ")}`;
    return new IllegalStateError(name, this.state, legalIn, `its "${child}" is in state "${state}", and it is legal ${where}`);
  }

  /** Takes a step that {@link find} gave for this message. */
  take({ position, effects, transition }: Step, message: object): void {
    this.#enter(position, effects, message, transition);
  }

  /** Gives the answers that a step will give, ahead of the message that takes it: what is open is answered before the end. */
  answerFirst({ effects }: Step, message: object): void {
    for (const effect of effects) if ("accept" in effect || "refuse" in effect) this.#perform(effect, message, noSending);
  }

  /** A trigger without a message: a timer, an event, the connection was lost. Any name when none is given. */
  trigger(on: "event" | "lost" | "resumed" | "ended" | "timer" | "decide", name?: string): void {
    const found = step(this.#host.table, this.machine, this.#position, { on, ...(name === undefined ? {} : { name }) });
    if (found.isLegal) this.#enter(found.position, found.effects, {}, found.transition);
  }

  /** Ends it whatever its transitions say. */
  finish(): void {
    if (!this.isFinal) this.#enter({ ...this.#position, state: this.machine.final[0] ?? this.state }, [], {}, undefined);
    this.stop();
  }

  /** Ends one timer now, if it runs. */
  expire(name: string): void {
    if (!this.#timers.has(name)) return;
    this.#stop(name);
    this.#host.timedOut(name);
    this.trigger("timer", name);
  }

  /** Stops one timer, if it runs. */
  stopTimer(name: string): void {
    this.#stop(name);
  }

  /** Stops all timers. */
  stop(): void {
    for (const cancel of this.#timers.values()) cancel();
    this.#timers.clear();
  }

  #look(on: "send" | "receive", name: string, message: object, request?: object): Step | Obstacle {
    return step(this.#host.table, this.machine, this.#position, { on, name, message, ...(request === undefined ? {} : { request }) });
  }

  #enter(position: Position, effects: readonly Effect[], message: object, transition: Transition | undefined): void {
    const before = this.state;
    const sending = transition !== undefined && effects.some((effect) => "send" in effect) ? sendingOf(this.machine, transition, before) : noSending;
    this.#position = position;
    if (this.isFinal) this.stop();
    for (const effect of effects) this.#perform(effect, message, sending);
    if (this.state !== before) this.#host.changed(this.state);
  }

  #perform(effect: Effect, message: object, sending: Sending): void {
    if ("send" in effect) this.#host.send(effect.send, effect.with ?? {}, sending);
    else if ("accept" in effect) this.#host.answer(effect.accept, undefined, message);
    else if ("refuse" in effect) this.#host.answer(effect.refuse, effect.problem, message);
    else if ("raise" in effect) this.#host.raise(effect.raise);
    else if ("stop" in effect) this.#stop(effect.stop);
    else if ("start" in effect) this.#start(effect.start, message, undefined);
    else this.#start(effect.restart, message, this.#lengths[effect.restart]);
  }

  /** A timer whose length nobody states does not run. */
  #start(name: string, message: object, before: number | undefined): void {
    const { timers, clock } = this.#host;
    this.#stop(name);
    const length = timers.stated(name, message) ?? timers.granted(name) ?? before ?? timers.usual(name);
    if (length === undefined) return;
    if (this.#lengths[name] !== length) this.#lengths = { ...this.#lengths, [name]: length };
    this.#timers.set(name, clock.after(length, () => this.expire(name)));
  }

  #stop(name: string): void {
    this.#timers.get(name)?.();
    this.#timers.delete(name);
  }
}

/** The first timer that a transition starts: where it sends a request, that of the request. */
export function timerStartedBy(transition: Transition): string | undefined {
  for (const effect of transition.effects ?? []) {
    if ("start" in effect) return effect.start;
    if ("restart" in effect) return effect.restart;
  }
  return undefined;
}

function sendingOf(machine: Machine, transition: Transition, state: string): Sending {
  return { closes: isClosing(machine, transition, state), timer: timerStartedBy(transition) };
}

const noSending: Sending = { closes: false, timer: undefined };

/** The state would take the message, were it not for what it says. */
function withOtherContents(name: string, state: string, legalIn: readonly string[]): IllegalStateError {
  const others = legalIn.filter((each) => each !== state);
  const elsewhere = others.length === 0 ? "" : `, or in ${others.map((each) => `"${each}"`).join(", ")}`;
  return new IllegalStateError(name, state, others, `it is legal there with other contents only${elsewhere}`);
}
