import type { Effect, Machine } from "../../packages/runtime/src/machine.js";
import { isClosing } from "../../packages/runtime/src/machine-graph.js";
import { step, type MachineTable, type Position, type Step } from "../../packages/runtime/src/machine-step.js";

/** A message as far as machines look at it. Ids and sessions are left out: a hop has one session, and a response comes with its request. */
export interface Passing {
  readonly name: string;
  readonly body: { readonly [key: string]: unknown };
  /** Which request of its sender it is, or answers. */
  readonly id?: number;
  /** Sent by the program, not by a machine: the state of its sender allowed it. */
  readonly isMeant: boolean;
}

/** A request that has no response yet. */
export interface Open {
  readonly id: number;
  readonly method: string;
  readonly body: Passing["body"];
  readonly isOpening: boolean;
  readonly isClosing: boolean;
  /** That the machine started for it. */
  readonly timer?: string;
  /** That timer has ended: the machine waits for it no longer. */
  readonly isOverdue?: boolean;
}

/** One end of a session: the machine, and what the runtime keeps for it. It changes in place; `copyOf` first. */
export interface End {
  readonly machine: string;
  at: Position;
  timers: readonly string[];
  /** Sent, and not answered. */
  asked: readonly Open[];
  /** Received, and not answered. */
  open: readonly Open[];
  /** What went to the other end just now. */
  sent: readonly Passing[];
  lastId: number;
}

/** What went wrong in one step. */
export type Complaint = (says: string) => void;

/** Does what the runtime does with one session, on machines alone. */
export class Stepper {
  readonly #table: MachineTable;
  readonly #complain: Complaint;

  constructor(table: MachineTable, complain: Complaint) {
    this.#table = table;
    this.#complain = complain;
  }

  machineOf(end: End): Machine {
    const machine = this.#table.machines[end.machine];
    if (machine === undefined) throw new Error(`There is no machine "${end.machine}".`);
    return machine;
  }

  isOver(end: End): boolean {
    return this.machineOf(end).final.includes(end.at.state);
  }

  /** The program asks or tells. False where that is illegal, and nothing was done. */
  send(end: End, name: string, body: Passing["body"]): boolean {
    const method = name.slice(0, name.lastIndexOf("."));
    const machine = this.machineOf(end);
    const found = step(this.#table, machine, end.at, { on: "send", name, message: body });
    if (!found.isLegal || this.isOver(end)) return false;
    if (!name.endsWith(".request")) {
      this.#pass(end, { name, body, isMeant: true });
      this.#take(end, found, undefined);
      return true;
    }
    if (this.#isFull(end, method)) return false;
    const closing = found.transition !== undefined && isClosing(machine, found.transition, end.at.state);
    // What is open is answered before the message that ends the session.
    if (closing) for (const effect of found.effects) if ("accept" in effect || "refuse" in effect) this.#answer(end, effect, undefined);
    const timer = timerOf(found);
    this.#ask(end, method, body, { isMeant: true, isOpening: end.at.state === machine.initial, isClosing: closing, ...(timer === undefined ? {} : { timer }) });
    this.#take(end, found, undefined);
    return true;
  }

  /** The program answers a request that was shown to it. False where that is illegal. */
  respond(end: End, request: Open, body: Passing["body"]): boolean {
    const name = `${request.method}.response`;
    const found = step(this.#table, this.machineOf(end), end.at, { on: "send", name, message: body, request: request.body });
    if (!found.isLegal && body["success"] === true) return false;
    this.#pass(end, { name, body, id: request.id, isMeant: true });
    end.open = end.open.filter((each) => each !== request);
    if (found.isLegal) this.#take(end, found, undefined);
    return true;
  }

  receive(end: End, message: Passing): void {
    if (message.name.endsWith(".response")) this.#settle(end, message);
    else if (message.name.endsWith(".request")) this.#asked(end, message);
    else this.#told(end, message);
  }

  /** A timer, or something that happens to the connection. False where nothing comes of it. */
  trigger(end: End, on: "timer" | "ended" | "lost" | "resumed", name: string): boolean {
    if (on === "timer") {
      end.timers = end.timers.filter((each) => each !== name);
      end.asked = end.asked.map((each) => (each.timer === name ? { ...each, isOverdue: true } : each));
    }
    const found = step(this.#table, this.machineOf(end), end.at, { on, name });
    if (!found.isLegal) return false;
    this.#take(end, found, undefined);
    return true;
  }

  #settle(end: End, message: Passing): void {
    const request = end.asked.find((each) => each.id === message.id);
    // The session was over, and nobody waits any more.
    if (request === undefined) return;
    end.asked = end.asked.filter((each) => each !== request);
    if (this.isOver(end)) return;
    const found = step(this.#table, this.machineOf(end), end.at, { on: "receive", name: message.name, message: message.body, request: request.body });
    if (found.isLegal) return this.#take(end, found, undefined);
    if (found.isAbsent !== true) return this.#complain(`"${end.machine}" in ${stateOf(end)} gets ${wordsOf(message)}, which is illegal there.`);
    // It is for a leg that is no more: nobody moves by it, and nobody waits for it.
    const { timer } = request;
    if (timer !== undefined && !end.asked.some((each) => each.timer === timer)) end.timers = end.timers.filter((each) => each !== timer);
  }

  #asked(end: End, message: Passing): void {
    const method = message.name.slice(0, message.name.lastIndexOf("."));
    const machine = this.machineOf(end);
    const refuse = (problem: string) => this.#pass(end, { name: `${method}.response`, body: { success: false, problem }, isMeant: false, ...(message.id === undefined ? {} : { id: message.id }) });
    if (this.isOver(end)) return refuse("session-ended");
    const found = step(this.#table, machine, end.at, { on: "receive", name: message.name, message: message.body });
    if (!found.isLegal && found.isAbsent === true) return refuse("no-such-leg");
    const limit = machine.outstanding?.[method] ?? Infinity;
    if (!found.isLegal || end.open.filter((each) => each.method === method).length >= limit) {
      this.#complain(`"${end.machine}" in ${stateOf(end)} gets ${wordsOf(message)}, which is illegal there.`);
      return refuse("illegal-state");
    }
    const request: Open = { id: message.id ?? 0, method, body: message.body, isOpening: end.at.state === machine.initial, isClosing: false };
    end.open = [...end.open, request];
    this.#take(end, found, request);
  }

  #told(end: End, message: Passing): void {
    // It was under way when the session ended.
    if (this.isOver(end)) return;
    const found = step(this.#table, this.machineOf(end), end.at, { on: "receive", name: message.name, message: message.body });
    if (found.isLegal) this.#take(end, found, undefined);
    else this.#complain(`"${end.machine}" in ${stateOf(end)} gets ${wordsOf(message)}, which is illegal there.`);
  }

  #take(end: End, found: Step, by: Open | undefined): void {
    const before = end.at.state;
    end.at = found.position;
    const over = this.isOver(end);
    if (over) end.timers = [];
    const machine = this.machineOf(end);
    const sending = { closes: found.transition !== undefined && isClosing(machine, found.transition, before), timer: timerOf(found) };
    for (const effect of found.effects) this.#perform(end, effect, by, sending);
    if (!over) return;
    // Nothing stays open in a session that is over; of its own requests only those that open or end it still matter.
    for (const request of end.open) this.#refuse(end, request, "session-ended");
    end.asked = end.asked.filter((each) => each.isOpening || each.isClosing);
  }

  #perform(end: End, effect: Effect, by: Open | undefined, { closes, timer }: { readonly closes: boolean; readonly timer: string | undefined }): void {
    if ("send" in effect) {
      const method = effect.send.slice(0, effect.send.lastIndexOf("."));
      const body = { ...effect.with };
      if (!effect.send.endsWith(".request")) this.#pass(end, { name: effect.send, body, isMeant: false });
      else if (!this.#isFull(end, method)) this.#ask(end, method, body, { isMeant: false, isOpening: false, isClosing: closes, ...(timer === undefined ? {} : { timer }) });
    } else if ("accept" in effect || "refuse" in effect) {
      this.#answer(end, effect, by);
    } else if ("stop" in effect) {
      end.timers = end.timers.filter((each) => each !== effect.stop);
    } else if ("start" in effect || "restart" in effect) {
      const name = "start" in effect ? effect.start : effect.restart;
      end.timers = [...end.timers.filter((each) => each !== name), name].sort();
    }
  }

  /** The request that led to it if it is one of that method, else all. */
  #answer(end: End, effect: Extract<Effect, { accept: string } | { refuse: string }>, by: Open | undefined): void {
    const method = "accept" in effect ? effect.accept : effect.refuse;
    const open = end.open.filter((each) => each.method === method);
    for (const request of by !== undefined && open.includes(by) ? [by] : open) {
      if ("refuse" in effect) this.#refuse(end, request, effect.problem);
      else {
        end.open = end.open.filter((each) => each !== request);
        this.#pass(end, { name: `${method}.response`, body: { success: true }, id: request.id, isMeant: false });
      }
    }
  }

  #refuse(end: End, request: Open, problem: string): void {
    end.open = end.open.filter((each) => each !== request);
    this.#pass(end, { name: `${request.method}.response`, body: { success: false, problem }, id: request.id, isMeant: false });
  }

  #isFull(end: End, method: string): boolean {
    const limit = this.machineOf(end).outstanding?.[method];
    return limit !== undefined && end.asked.filter((each) => each.method === method && each.isOverdue !== true).length >= limit;
  }

  #ask(end: End, method: string, body: Passing["body"], { isMeant, ...as }: Pick<Open, "isOpening" | "isClosing" | "timer"> & { readonly isMeant: boolean }): void {
    end.lastId += 1;
    end.asked = [...end.asked, { id: end.lastId, method, body, ...as }];
    this.#pass(end, { name: `${method}.request`, body, id: end.lastId, isMeant });
  }

  #pass(end: End, message: Passing): void {
    end.sent = [...end.sent, message];
  }
}

/** The timer of a request: the first that its step starts. */
function timerOf({ transition }: Step): string | undefined {
  for (const effect of transition?.effects ?? []) if ("start" in effect || "restart" in effect) return "start" in effect ? effect.start : effect.restart;
  return undefined;
}

/** `established {initiatorNegotiation: stable}` */
export function stateOf({ at }: End): string {
  const children = Object.entries(at.children).map(([name, { main, others }]) => {
    const legs = Object.entries(others).map(([key, each]) => `${key}: ${each.state}`);
    return `${name} ${[main.state, ...legs].join(", ")}`;
  });
  return children.length === 0 ? at.state : `${at.state} (${children.join("; ")})`;
}

/** `msetup.response {"success":true}` */
export function wordsOf({ name, body }: Passing): string {
  return Object.keys(body).length === 0 ? name : `${name} ${JSON.stringify(body)}`;
}
