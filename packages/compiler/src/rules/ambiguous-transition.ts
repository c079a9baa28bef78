import { diagnostic, type Diagnostic } from "../diagnostics/diagnostic.js";
import type { Guard, Transition, Trigger } from "../model/behaviour.js";
import type { Protocol } from "../model/protocol.js";
import { canonicalJson } from "./json-value.js";
import { missingProperty } from "./missing-property.js";
import { namedMessages } from "./named-messages.js";

/**
 * Ambiguous transition.
 *
 * In one state, one trigger leads one way: of two transitions for it, the guards exclude each other. A guard that compares with a
 * remembered value cannot be negated, so a transition beside it may be the other case; only the very same guard is refused.
 *
 * @see specs/README.md, "Machines"
 */
export function* ambiguousTransition(protocol: Protocol): Iterable<Diagnostic> {
  const find = namedMessages(protocol);
  // What a misspelt guard excludes is not known, and the guard has its own diagnostic.
  const isClear = ({ trigger, where }: Transition) =>
    !("message" in trigger) || where.every(({ pointer }) => missingProperty(protocol, find(trigger.message), pointer) === undefined);
  for (const machine of protocol.behaviour?.machines ?? []) yield* ambiguousIn(machine.name, machine.transitions.filter(isClear));
}

function* ambiguousIn(name: string, transitions: readonly Transition[]): Iterable<Diagnostic> {
  for (const [index, later] of transitions.entries()) {
    for (const earlier of transitions.slice(0, index)) {
      const state = later.from.find((each) => earlier.from.includes(each));
      if (state === undefined || triggerOf(earlier.trigger) !== triggerOf(later.trigger) || exclude(earlier, later)) continue;
      const related = { message: "The other transition is here", location: earlier.origin };
      yield diagnostic("ambiguous-transition", later.origin, { machine: name, state, trigger: triggerOf(later.trigger) }, [related]);
      break;
    }
  }
}

function triggerOf(trigger: Trigger): string {
  return "message" in trigger ? `${trigger.on}: ${trigger.message.method}.${trigger.message.kind}` : `${trigger.on}: ${trigger.name}`;
}

function exclude(one: Transition, other: Transition): boolean {
  if (guardsOf(one) === guardsOf(other)) return false;
  if ([...one.where, ...other.where].some(({ test }) => test.is === "equals" || test.is === "before")) return true;
  return one.where.some((left) => other.where.some((right) => isAbsent(left, right) || isAbsent(right, left) || (left.pointer === right.pointer && contradict(left.test, right.test))));
}

/** Where something is absent, there is nothing in it. */
function isAbsent(whole: Guard, part: Guard): boolean {
  const absent = whole.test.is === "exists" && !whole.test.expected;
  return absent && part.pointer.startsWith(`${whole.pointer}/`) && !(part.test.is === "exists" && !part.test.expected);
}

function guardsOf({ where }: Transition): string {
  return where.map(({ pointer, test }) => canonicalJson([pointer, { ...test }])).sort().join();
}

function contradict(one: Guard["test"], other: Guard["test"]): boolean {
  if (one.is === "exists" && other.is === "exists") return one.expected !== other.expected;
  if (one.is === "exists") return !one.expected;
  if (other.is === "exists") return !other.expected;
  const values = valuesOf(one);
  return ![...valuesOf(other)].some((value) => values.has(value));
}

function valuesOf(test: Guard["test"]): ReadonlySet<string> {
  if (test.is === "const") return new Set([canonicalJson(test.value)]);
  return new Set(test.is === "in" ? test.values.map(canonicalJson) : []);
}
