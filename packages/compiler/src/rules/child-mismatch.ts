import { diagnostic, type Diagnostic } from "../diagnostics/diagnostic.js";
import type { Machine, Transition } from "../model/behaviour.js";
import type { Protocol } from "../model/protocol.js";
import { placeOf, wordPlaceOf } from "./place.js";

/**
 * Child mismatch.
 *
 * A machine that another contains has states and transitions, and no instances, children, glare, limits or timers of its own. It moves by
 * messages, and by none that no machine around it ever takes: that governs all. A response that it does not name is for its children alone.
 *
 * @see specs/README.md, "Machines"; specs/signalling/behaviour.yaml, its head, `contains`
 */
export function* childMismatch(protocol: Protocol): Iterable<Diagnostic> {
  const machines = protocol.behaviour?.machines ?? [];
  for (const child of machines) {
    const parents = machines.filter(({ contains }) => contains.some(({ machine }) => machine === child.name));
    const [parent] = parents;
    if (parent !== undefined) yield* mismatches(child, parent, parents);
  }
}

function* mismatches(child: Machine, parent: Machine, parents: readonly Machine[]): Iterable<Diagnostic> {
  const names = { machine: child.name, parent: parent.name };
  const own = [["instance", child.instance.length], ["contains", child.contains.length], ["outstanding", child.outstanding.length], ["glare", child.glare === undefined ? 0 : 1]] as const;
  for (const [key, count] of own) {
    if (count > 0) yield diagnostic("child-mismatch", placeOf(child.origin, `/${key}`), { ...names, fault: "nested", key });
  }
  // A transition without `to` is one for each of its states, all written at one place.
  const written = new Map(child.transitions.map((transition) => [transition.origin, transition]));
  for (const { origin, trigger, effects } of written.values()) {
    for (const effect of effects) {
      if ("timer" in effect) yield diagnostic("child-mismatch", wordPlaceOf(origin, [effect.timer]), { ...names, fault: "timer", timer: effect.timer });
    }
    if (trigger.on === "timer") {
      yield diagnostic("child-mismatch", wordPlaceOf(origin, [trigger.name]), { ...names, fault: "timer", timer: trigger.name });
    } else if (!("message" in trigger)) {
      yield diagnostic("child-mismatch", placeOf(origin, `/${trigger.on}`), { ...names, fault: "trigger", trigger: `${trigger.on}: ${trigger.name}` });
    } else if (trigger.message.kind !== "response" && !parents.some(({ transitions }) => transitions.some((each) => isSame(each, trigger)))) {
      const message = `${trigger.message.method}.${trigger.message.kind}`;
      const act = trigger.on === "send" ? "sends" : "receives";
      yield diagnostic("child-mismatch", placeOf(origin, `/${trigger.on}`), { ...names, fault: "unseen", message, act });
    }
  }
}

function isSame({ trigger, effects }: Transition, wanted: Extract<Transition["trigger"], { readonly on: "send" | "receive" }>): boolean {
  const { method, kind } = wanted.message;
  // A decision names the message that it stands for.
  const [decided] = trigger.on === "decide" && wanted.on === "send" ? effects.filter((effect) => effect.do === "send") : [];
  const message = trigger.on === wanted.on ? trigger.message : decided?.message;
  return message?.method === method && message.kind === kind;
}
