import { diagnostic, type Diagnostic } from "../diagnostics/diagnostic.js";
import type { Effect, Machine, Transition } from "../model/behaviour.js";
import type { Protocol } from "../model/protocol.js";
import { namedMessages } from "./named-messages.js";
import { wordPlaceOf } from "./place.js";
import { leadsAstray, statesWhere } from "./states-where.js";

/**
 * Idle answer.
 *
 * A machine accepts or refuses the request that it receives, or one that may still be open: received on some way there, and not answered since.
 *
 * @see specs/README.md, "Machines"; specs/signalling/behaviour.yaml, its head, "Effects"
 */
export function* idleAnswer(protocol: Protocol): Iterable<Diagnostic> {
  const find = namedMessages(protocol);
  for (const machine of protocol.behaviour?.machines ?? []) {
    // A misspelt message has its own diagnostic, and may be the request that is answered.
    const misspelt = machine.transitions.some(({ trigger }) => "message" in trigger && find(trigger.message).length === 0);
    if (misspelt || leadsAstray(machine)) continue;
    const methods = new Set(machine.transitions.flatMap(({ effects }) => effects.filter(isAnswer).map((effect) => effect.method)));
    for (const method of methods) if (find({ method, kind: "request" }).length > 0) yield* idleAnswers(machine, method);
  }
}

type Answer = Extract<Effect, { readonly do: "accept" | "refuse" }>;

function isAnswer(effect: Effect): effect is Answer {
  return effect.do === "accept" || effect.do === "refuse";
}

function* idleAnswers({ name: machine, transitions }: Machine, method: string): Iterable<Diagnostic> {
  const answer = ({ effects }: Transition) => effects.filter(isAnswer).find((effect) => effect.method === method);
  const receives = ({ trigger }: Transition) => trigger.on === "receive" && trigger.message.method === method && trigger.message.kind === "request";
  const responds = ({ trigger }: Transition) => trigger.on === "send" && trigger.message.method === method && trigger.message.kind === "response";
  const ends = (transition: Transition) => answer(transition) !== undefined || responds(transition);
  const open = statesWhere(transitions, (transition) => receives(transition) && !ends(transition), ends);
  // A transition without `to` is one for each of its states, all written at one place.
  const idle = new Map<Transition["origin"], Answer["do"]>();
  for (const transition of transitions) {
    const found = answer(transition);
    if (found !== undefined) idle.set(transition.origin, found.do);
  }
  for (const transition of transitions) {
    if (receives(transition) || transition.from.some((state) => open.has(state))) idle.delete(transition.origin);
  }
  for (const [origin, act] of idle) yield diagnostic("idle-answer", wordPlaceOf(origin, [method]), { machine, act, method });
}
