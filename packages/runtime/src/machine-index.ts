import type { Machine, MessageTransition, Transition } from "./machine.js";

type Trigger = Transition["on"];

/** The transitions of one trigger, in their order: all, and by their state. */
interface Triggered {
  readonly all: Transition[];
  readonly from: Map<string, Transition[]>;
}

/** What is asked of a machine with every message, worked out once. */
export class MachineIndex {
  readonly final: ReadonlySet<string>;
  /** The requests that the machine begins with. */
  readonly opening: readonly MessageTransition[];
  /** The responses to those: `msetup.response`. */
  readonly openingResponses: ReadonlySet<string>;
  /** Names and pointers of what it keeps from messages. */
  readonly remembers: readonly (readonly [name: string, pointer: string])[];
  readonly #machine: Machine;
  readonly #triggered = new Map<Trigger, Map<string, Triggered>>();
  readonly #reachable = new Map<string, ReadonlySet<string>>();

  constructor(machine: Machine) {
    this.#machine = machine;
    this.final = new Set(machine.final);
    this.opening = machine.transitions.filter(
      (transition): transition is MessageTransition =>
        "message" in transition &&
        transition.to !== undefined &&
        transition.from.includes(machine.initial) &&
        transition.message.endsWith(".request"),
    );
    this.openingResponses = new Set(this.opening.map(({ message }) => message.replace(/request$/, "response")));
    this.remembers = Object.entries(machine.remember ?? {});
    for (const transition of machine.transitions) {
      const sent = sentBy(transition);
      if (sent !== undefined) this.#add("send", sent, transition);
      if (transition.on === "send") continue;
      this.#add(transition.on, "message" in transition ? transition.message : transition.name, transition);
      this.#add(transition.on, anyName, transition);
    }
  }

  /** Transitions from a state that this may trigger, guards aside; any name where none is given. */
  from(state: string, on: Trigger, name: string = anyName): readonly Transition[] {
    return this.#triggered.get(on)?.get(name)?.from.get(state) ?? none;
  }

  /** The same, from whatever state. */
  named(on: Trigger, name: string): readonly Transition[] {
    return this.#triggered.get(on)?.get(name)?.all ?? none;
  }

  /** The states in which this message may be sent or received. */
  legalIn(on: "send" | "receive", name: string): readonly string[] {
    return [...(this.#triggered.get(on)?.get(name)?.from.keys() ?? [])];
  }

  /** States that can be reached from one state by any transitions, that state itself only if a way leads back. */
  reachableFrom(state: string): ReadonlySet<string> {
    const found = this.#reachable.get(state) ?? this.#reach(state);
    this.#reachable.set(state, found);
    return found;
  }

  #reach(state: string): ReadonlySet<string> {
    const reached = new Set<string>();
    const open = [state];
    for (let from = open.pop(); from !== undefined; from = open.pop()) {
      for (const transition of this.#machine.transitions) {
        if (transition.to !== undefined && transition.from.includes(from) && !reached.has(transition.to)) {
          reached.add(transition.to);
          open.push(transition.to);
        }
      }
    }
    return reached;
  }

  #add(on: Trigger, name: string, transition: Transition): void {
    const names = this.#triggered.get(on) ?? new Map<string, Triggered>();
    this.#triggered.set(on, names);
    const at = names.get(name) ?? { all: [], from: new Map<string, Transition[]>() };
    names.set(name, at);
    at.all.push(transition);
    for (const state of transition.from) {
      const list = at.from.get(state) ?? [];
      at.from.set(state, list);
      list.push(transition);
    }
  }
}

/** The index of a machine; there is one for each. */
export function indexOf(machine: Machine): MachineIndex {
  const found = indices.get(machine) ?? new MachineIndex(machine);
  indices.set(machine, found);
  return found;
}

/** The message that a transition lets this side send: its trigger, or the first effect of a decision. */
export function sentBy(transition: Transition): string | undefined {
  if (transition.on === "send") return transition.message;
  if (transition.on !== "decide") return undefined;
  for (const effect of transition.effects ?? []) if ("send" in effect) return effect.send;
  return undefined;
}

const indices = new WeakMap<Machine, MachineIndex>();
const anyName = "";
const none: readonly never[] = [];
