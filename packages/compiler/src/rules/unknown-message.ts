import { diagnostic, type Diagnostic } from "../diagnostics/diagnostic.js";
import { nearest } from "../diagnostics/nearest.js";
import type { Behaviour, MessageName } from "../model/behaviour.js";
import type { Origin } from "../model/origin.js";
import type { Protocol } from "../model/protocol.js";
import { methodsOf } from "./methods.js";
import { wordPlaceOf } from "./place.js";

/**
 * Unknown message.
 *
 * Every message that a behaviour names, in a trigger, an effect or a limit, is one that an operation has.
 *
 * @see specs/README.md, "Machines"
 */
export function* unknownMessage(protocol: Protocol): Iterable<Diagnostic> {
  if (protocol.behaviour === undefined) return;
  const known = messageNames(protocol);
  for (const { by, name, origin } of namedIn(protocol.behaviour)) {
    if (known.has(name)) continue;
    // A method whose only message is a notification may be named alone.
    const place = wordPlaceOf(origin, [name, name.replace(/\.\w+$/, "")]);
    yield diagnostic("unknown-message", place, { by, message: name, near: nearest(name, known) });
  }
}

// `msetup.request`, and the method alone. That a request lacks its reply is for another rule to say.
function messageNames(protocol: Protocol): ReadonlySet<string> {
  const known = new Set<string>();
  const methods = methodsOf(protocol);
  for (const { id, name, reply } of protocol.operations.values()) {
    const method = methods.get(id)?.method ?? name;
    known.add(method);
    for (const kind of ["request", "response", ...(reply === undefined ? ["notification"] : [])]) known.add(`${method}.${kind}`);
  }
  return known;
}

interface Named {
  readonly by: string;
  readonly name: string;
  readonly origin: Origin;
}

function* namedIn({ delivery, machines }: Behaviour): Iterable<Named> {
  if (delivery !== undefined) for (const name of delivery.uncounted) yield { by: "The delivery", name, origin: delivery.origin };
  if (delivery?.replay !== undefined) yield { by: "The delivery", name: `${delivery.replay.method}.request`, origin: delivery.replay.origin };
  for (const { name: machine, origin: place, outstanding, states, transitions } of machines) {
    const by = `Machine "${machine}"`;
    for (const { only } of states) for (const method of only?.requests ?? []) yield { by, name: `${method}.request`, origin: only?.origin ?? place };
    for (const { method } of outstanding) yield { by, name: method, origin: place };
    for (const { origin, trigger, effects } of transitions) {
      if (trigger.on === "send" || trigger.on === "receive") yield { by, name: nameOf(trigger.message), origin };
      for (const effect of effects) {
        if (effect.do === "send") yield { by, name: nameOf(effect.message), origin };
        if (effect.do === "accept" || effect.do === "refuse") yield { by, name: `${effect.method}.request`, origin };
      }
    }
  }
}

function nameOf({ method, kind }: MessageName): string {
  return `${method}.${kind}`;
}
