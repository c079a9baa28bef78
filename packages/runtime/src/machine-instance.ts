import type { Clock } from "./clock.js";
import { valueAt } from "./json-pointer.js";
import type { Effect, Guard, Machine, Transition } from "./machine.js";
import { sentBy } from "./machine-graph.js";
import type { TimerTable } from "./timer-table.js";

/** What a machine needs of the connection it runs on. */
export interface MachineHost {
  readonly clock: Clock;
  readonly timers: TimerTable;
  /** Sends a message that the machine itself decided to send. */
  send(message: string, fields: object): void;
  /** Answers open requests of the peer; `by` is the message that led to it. */
  answer(method: string, problem: string | undefined, by: object): void;
  raise(event: string): void;
  /** A timer of the machine ended; its transition comes next. */
  timedOut(timer: string): void;
  changed(state: string): void;
}

/** One machine at work: its state, its timers, what it remembers. */
export class MachineInstance {
  readonly machine: Machine;
  readonly #host: MachineHost;
  readonly #timers = new Map<string, () => void>();
  readonly #remembered = new Map<string, unknown>();
  #state: string;

  constructor(machine: Machine, host: MachineHost) {
    this.machine = machine;
    this.#host = host;
    this.#state = machine.initial;
  }

  get state(): string {
    return this.#state;
  }

  get isFinal(): boolean {
    return this.machine.final.includes(this.#state);
  }

  /** A timer runs: the machine itself sees to it that the state ends. */
  get isTiming(): boolean {
    return this.#timers.size > 0;
  }

  /** The transition that this message would take now, if it is legal. */
  find(direction: "send" | "receive", name: string, message: object): Transition | undefined {
    return this.machine.transitions.find(
      (transition) =>
        transition.from.includes(this.#state) &&
        (direction === "send" ? sentBy(transition) === name : transition.on === "receive" && transition.message === name) &&
        (!("where" in transition) || transition.where?.every((guard) => this.#holds(guard, message)) !== false),
    );
  }

  /** Takes a transition that {@link find} gave for this message. */
  take(transition: Transition, message: object): void {
    this.#remember(message);
    const effects = transition.effects ?? [];
    // A decision names the message it stands for: the caller is sending it already.
    const own = transition.on === "decide" ? effects.findIndex((effect) => "send" in effect) : -1;
    this.#enter(transition.to, effects.filter((_, index) => index !== own), message);
  }

  /** Gives the answers that a transition will give, ahead of the message that takes it: what is open is answered before the end. */
  answerFirst(transition: Transition, message: object): void {
    for (const effect of transition.effects ?? []) if ("accept" in effect || "refuse" in effect) this.#perform(effect, message);
  }

  /** A trigger without a message: a timer, an event, the connection was lost. Any name when none is given. */
  trigger(on: "event" | "lost" | "resumed" | "ended" | "timer" | "decide", name?: string): void {
    const transition = this.machine.transitions.find(
      (each) => each.on === on && each.from.includes(this.#state) && (name === undefined || ("name" in each && each.name === name)),
    );
    if (transition !== undefined) this.#enter(transition.to, transition.effects ?? [], {});
  }

  /** Ends it whatever its transitions say. */
  finish(): void {
    if (!this.isFinal) this.#enter(this.machine.final[0], [], {});
    this.stop();
  }

  /** Stops all timers. */
  stop(): void {
    for (const cancel of this.#timers.values()) cancel();
    this.#timers.clear();
  }

  #enter(to: string | undefined, effects: readonly Effect[], message: object): void {
    const before = this.#state;
    this.#state = to ?? before;
    if (this.isFinal) this.stop();
    for (const effect of effects) this.#perform(effect, message);
    if (this.#state !== before) this.#host.changed(this.#state);
  }

  #perform(effect: Effect, message: object): void {
    if ("send" in effect) this.#host.send(effect.send, effect.with ?? {});
    else if ("accept" in effect) this.#host.answer(effect.accept, undefined, message);
    else if ("refuse" in effect) this.#host.answer(effect.refuse, effect.problem, message);
    else if ("raise" in effect) this.#host.raise(effect.raise);
    else if ("stop" in effect) this.#stop(effect.stop);
    else this.#start("start" in effect ? effect.start : effect.restart, message);
  }

  #start(name: string, message: object): void {
    this.#stop(name);
    const run = () => {
      this.#timers.delete(name);
      this.#host.timedOut(name);
      this.trigger("timer", name);
    };
    this.#timers.set(name, this.#host.clock.after(this.#host.timers.length(name, message, 0), run));
  }

  #stop(name: string): void {
    this.#timers.get(name)?.();
    this.#timers.delete(name);
  }

  #remember(message: object): void {
    for (const [name, pointer] of Object.entries(this.machine.remember ?? {})) {
      const value = valueAt(message, pointer);
      if (value !== undefined && !this.#remembered.has(name)) this.#remembered.set(name, value);
    }
  }

  #holds(guard: Guard, message: object): boolean {
    const value = valueAt(message, guard.pointer);
    if ("const" in guard) return value === guard.const;
    if ("in" in guard) return guard.in.includes(value);
    if ("exists" in guard) return (value !== undefined) === guard.exists;
    if ("equals" in guard) return value !== undefined && value === this.#remembered.get(guard.equals);
    const other = this.#remembered.get(guard.before);
    return typeof value === "string" && typeof other === "string" && value < other;
  }
}
