import type { Machine, MessageTransition, Only, Transition } from "./machine.js";
import { indexOf, sentBy } from "./machine-index.js";

/** The requests that a machine begins with: `msetup.request`, sent or received. */
export function openingOf(machine: Machine): readonly MessageTransition[] {
  return indexOf(machine).opening;
}

/** True for a request after which there is no way back to the state it was sent in: cancel, disconnect. */
export function isClosing(machine: Machine, transition: Transition, state: string): boolean {
  if (state === machine.initial || transition.to === undefined || transition.to === state) return false;
  return !indexOf(machine).reachableFrom(transition.to).has(state);
}

/** The request that this side may send to end an instance that is in this state, if the machine has one. */
export function closingRequest(machine: Machine, state: string): string | undefined {
  for (const transition of machine.transitions) {
    if (!transition.from.includes(state) || !isClosing(machine, transition, state)) continue;
    const name = sentBy(transition);
    if (name?.endsWith(".request") === true) return name.slice(0, -".request".length);
  }
  return undefined;
}

/** The states in which one message may be sent or received. */
export function legalStates(machine: Machine, direction: "send" | "receive", message: string): readonly string[] {
  return indexOf(machine).legalIn(direction, message);
}

/** The states of a connection's machine in which all other messages may pass: those after its opening request succeeded. */
export function openStates(machine: Machine): ReadonlySet<string> {
  const methods = new Set(openingOf(machine).map(({ message }) => message.slice(0, message.lastIndexOf("."))));
  const open = new Set<string>();
  for (const transition of machine.transitions) {
    if (!("message" in transition) || transition.to === undefined || !methods.has(transition.message.replace(/\.response$/, ""))) continue;
    if (transition.where?.some((guard) => "const" in guard && guard.const === false) === true) continue;
    open.add(transition.to);
    for (const state of indexOf(machine).reachableFrom(transition.to)) open.add(state);
  }
  if (methods.size === 0) for (const state of [machine.initial, ...indexOf(machine).reachableFrom(machine.initial)]) open.add(state);
  for (const state of machine.final) open.delete(state);
  return open;
}

/** What holds in the present state of a machine of the connection, where only some requests pass. */
export function onlyIn({ machine, state }: { readonly machine: Machine; readonly state: string }): Only | undefined {
  return machine.only?.[state];
}
