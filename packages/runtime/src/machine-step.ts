import { valueAt } from "./json-pointer.js";
import type { Effect, Guard, Machine, Transition } from "./machine.js";
import { indexOf } from "./machine-index.js";

/** What a step has to know beside its machine: a `WireProtocol` is one. */
export interface MachineTable {
  readonly machines: { readonly [name: string]: Machine };
  /** The key by which a response says that it is a success. */
  readonly keys: { readonly success: string };
  /** Of these, `legs`: how many children of one machine may have a key of their own. */
  readonly limits?: { readonly [name: string]: number };
}

/** Where the protocol does not say. */
const legsAtMost = 32;

/** Where one instance of a machine is, as plain data: from equal positions, equal steps lead on. */
export interface Position {
  readonly state: string;
  /** Values kept from messages, by the names of `remember`; the first one counts. */
  readonly remembered: { readonly [name: string]: unknown };
  /** By the name of the child machine. */
  readonly children: { readonly [machine: string]: Children };
}

/** The instances of one child machine. */
export interface Children {
  /** Of the messages without the key. */
  readonly main: Position;
  /** By the value of the key. */
  readonly others: { readonly [key: string]: Position };
  /** Set when the opening request has succeeded: the key that the success named, which is the main one's from then on; "" for none. */
  readonly chosen?: string;
}

/** What may make a machine move. */
export type Stimulus =
  /** A message passes. `request` is, for a response, the request that it answers. */
  | { readonly on: "send" | "receive"; readonly name: string; readonly message: object; readonly request?: object }
  /** Any name where none is given. */
  | { readonly on: "decide" | "timer" | "event" | "lost" | "resumed" | "ended"; readonly name?: string };

/** A legal step, not taken yet. */
export interface Step {
  readonly isLegal: true;
  /** Absent where only children name the response. */
  readonly transition?: Transition;
  readonly position: Position;
  /** To be done in this order: what children do comes first. */
  readonly effects: readonly Effect[];
}

/** Why there is no step. */
export interface Obstacle {
  readonly isLegal: false;
  /** The child machine that does not take the message; absent where it is the machine itself. */
  readonly child?: string;
  readonly state: string;
  /** The states of that machine in which it would be taken. */
  readonly legalIn: readonly string[];
  /** It is for a child that is not there: there never was one, or the opening has succeeded without it. */
  readonly isAbsent?: true;
}

export function initialPosition(table: MachineTable, machine: Machine): Position {
  const children = Object.keys(machine.contains ?? {}).map((name) => {
    const main: Position = { state: childOf(table, name).initial, remembered: {}, children: {} };
    return [name, { main, others: {} }] as const;
  });
  return { state: machine.initial, remembered: {}, children: Object.fromEntries(children) };
}

/**
 * The step of a machine, and of the children that see the message, from where it is. It is pure: the effects are for the caller.
 *
 * A machine takes a message by a transition from its state whose guards hold. A child sees a message that one of its transitions names with
 * guards that hold, from whatever state; one that it sees and that none of its transitions takes now is illegal. What leads the machine to
 * a final state, and a request that it refuses itself, is not asked of its children.
 */
export function step(table: MachineTable, machine: Machine, at: Position, stimulus: Stimulus): Step | Obstacle {
  return stepWith(table, machine, at, stimulus, machine.contains ?? {});
}

/** The same, were it not for its children. */
export function stepAlone(table: MachineTable, machine: Machine, at: Position, stimulus: Stimulus): Step | Obstacle {
  return stepWith(table, machine, at, stimulus, {});
}

/** The step of a success that is not valid: its sender believes in it, and so it is taken as any other success is. */
export function stepBelieved(table: MachineTable, machine: Machine, at: Position, name: string): Step | undefined {
  const success = `/${table.keys.success}`;
  const isOfSuccess = ({ pointer, ...test }: Guard) => pointer === success && "const" in test && test.const === true;
  const transition = indexOf(machine).from(at.state, "receive", name).find((each) => "where" in each && each.where?.some(isOfSuccess) === true);
  return transition && { isLegal: true, transition, position: moved(at, transition), effects: ownEffects(transition) };
}

function stepWith(table: MachineTable, machine: Machine, at: Position, stimulus: Stimulus, contains: Contained): Step | Obstacle {
  const transition = taken(machine, at, stimulus);
  if (!("message" in stimulus)) {
    if (transition === undefined) return { isLegal: false, state: at.state, legalIn: [] };
    return { isLegal: true, transition, position: moved(at, transition), effects: transition.effects ?? [] };
  }
  const isOver = transition?.to !== undefined && indexOf(machine).final.has(transition.to);
  const below = isOver || refuses(transition, stimulus) ? { children: at.children, effects: [], seen: false } : stepChildren(table, machine, contains, at, stimulus);
  // A response that the machine names nowhere is for its children alone.
  const isTheirs = (legalIn: readonly string[]) => "children" in below && below.seen && legalIn.length === 0 && stimulus.name.endsWith(".response");
  if (transition === undefined) {
    // That the child is not there says more than that the machine has gone on.
    if ("isAbsent" in below) return below;
    const legalIn = indexOf(machine).legalIn(stimulus.on, stimulus.name);
    if (!isTheirs(legalIn)) return { isLegal: false, state: at.state, legalIn };
  }
  if (!("children" in below)) return below;
  return {
    isLegal: true,
    ...(transition === undefined ? {} : { transition }),
    position: onward(at, transition, remembering(machine, at, stimulus.message), below.children),
    effects: below.effects.length === 0 ? ownEffects(transition) : [...below.effects, ...ownEffects(transition)],
  };
}

type Message = Extract<Stimulus, { readonly message: object }>;
type Contained = { readonly [machine: string]: string };

interface StepBelow {
  readonly children: Position["children"];
  readonly effects: readonly Effect[];
  readonly seen: boolean;
}

function stepChildren(table: MachineTable, machine: Machine, contains: Contained, at: Position, stimulus: Message): StepBelow | Obstacle {
  const effects: Effect[] = [];
  let { children } = at;
  let seen = false;
  for (const [name, each] of Object.entries(contains)) {
    const before = children[name];
    if (before === undefined) continue;
    const child = childOf(table, name);
    const all = opens(table, machine, stimulus) ? choose(before, each, stimulus) : before;
    const key = all === before ? keyOf(stimulus.request ?? stimulus.message, each) : undefined;
    const place = key === undefined || key === all.chosen ? undefined : key;
    const found = place !== undefined && Object.hasOwn(all.others, place) ? all.others[place] : undefined;
    const from = found ?? all.main;
    const sees = indexOf(child).named(stimulus.on, stimulus.name).filter((transition) => allHold(transition, stimulus.message, from));
    if (sees.length > 0) {
      seen = true;
      const transition = sees.find((one) => one.from.includes(from.state));
      // Once the opening has succeeded, there is no other child; and nobody makes any number of them.
      const isFull = Object.keys(all.others).length >= (table.limits?.["legs"] ?? legsAtMost);
      const isBarred = place !== undefined && found === undefined && (all.chosen !== undefined || isFull);
      if (transition === undefined || isBarred) {
        const legalIn = isBarred ? [] : [...new Set(sees.flatMap((one) => one.from))];
        const isAbsent = place !== undefined && found === undefined && !(isFull && isBarred && all.chosen === undefined);
        return { isLegal: false, child: name, state: from.state, legalIn, ...(isAbsent ? { isAbsent } : {}) };
      }
      effects.push(...ownEffects(transition));
      const to = onward(from, transition, remembering(child, from, stimulus.message), from.children);
      if (to === from && all === before && (place === undefined || found !== undefined)) continue;
      children = { ...children, [name]: place === undefined ? { ...all, main: to } : { ...all, others: { ...all.others, [place]: to } } };
    } else if (all !== before) {
      children = { ...children, [name]: all };
    }
  }
  return { children, effects, seen };
}

/** The success of the opening request makes the child that it names the main one; the others are no more. */
function choose({ main, others }: Children, each: string, { message, request }: Message): Children {
  const chosen = keyOf(message, each) ?? keyOf(request ?? {}, each) ?? "";
  return { main: (Object.hasOwn(others, chosen) ? others[chosen] : undefined) ?? main, others: {}, chosen };
}

function opens({ keys }: MachineTable, machine: Machine, { name, message }: Message): boolean {
  return indexOf(machine).openingResponses.has(name) && valueAt(message, `/${keys.success}`) === true;
}

function taken(machine: Machine, at: Position, stimulus: Stimulus): Transition | undefined {
  const candidates = indexOf(machine).from(at.state, stimulus.on, stimulus.name);
  return "message" in stimulus ? candidates.find((each) => allHold(each, stimulus.message, at)) : candidates[0];
}

function refuses(transition: Transition | undefined, { on, name }: Message): boolean {
  return on === "receive" && transition?.effects?.some((effect) => "refuse" in effect && `${effect.refuse}.request` === name) === true;
}

// A decision names the message it stands for, which its caller is sending already.
function ownEffects(transition: Transition | undefined): readonly Effect[] {
  const effects = transition?.effects ?? [];
  const own = transition?.on === "decide" ? effects.findIndex((effect) => "send" in effect) : -1;
  return own === -1 ? effects : effects.filter((_, index) => index !== own);
}

function moved(at: Position, transition: Transition | undefined): Position {
  return transition?.to === undefined || transition.to === at.state ? at : { ...at, state: transition.to };
}

/** The same position, where nothing has changed. */
function onward(at: Position, transition: Transition | undefined, remembered: Position["remembered"], children: Position["children"]): Position {
  const to = moved(at, transition);
  return remembered === at.remembered && children === at.children ? to : { ...to, remembered, children };
}

function remembering(machine: Machine, { remembered }: Position, message: object): Position["remembered"] {
  let kept = remembered;
  for (const [name, pointer] of indexOf(machine).remembers) {
    const value = Object.hasOwn(remembered, name) ? undefined : valueAt(message, pointer);
    if (value !== undefined) kept = { ...kept, [name]: value };
  }
  return kept;
}

function allHold(transition: Transition, message: object, at: Position): boolean {
  return !("where" in transition) || transition.where?.every((guard) => holds(guard, message, at.remembered)) !== false;
}

function holds(guard: Guard, message: object, remembered: Position["remembered"]): boolean {
  const value = valueAt(message, guard.pointer);
  if ("const" in guard) return value === guard.const;
  if ("in" in guard) return guard.in.includes(value);
  if ("exists" in guard) return (value !== undefined) === guard.exists;
  if ("equals" in guard) return value !== undefined && value === remembered[guard.equals];
  const other = remembered[guard.before];
  return typeof value === "string" && typeof other === "string" && value < other;
}

function keyOf(message: object, name: string): string | undefined {
  const value: unknown = Object.hasOwn(message, name) ? (message as { readonly [key: string]: unknown })[name] : undefined;
  return typeof value === "string" ? value : undefined;
}

function childOf({ machines }: MachineTable, name: string): Machine {
  const machine = Object.hasOwn(machines, name) ? machines[name] : undefined;
  if (machine === undefined) throw new TypeError(`The protocol has no machine "${name}".`);
  return machine;
}
