import type { Machine, Transition } from "../../packages/runtime/src/machine.js";
import type { Scene } from "./hop.js";
import { scenes } from "./scenes.js";

/** A rule of the text taken away: the search has to find what it was there for. */
interface Mutant {
  readonly without: string;
  readonly scene: Scene;
}

function scene(name: string): Scene {
  const found = scenes[name];
  if (found === undefined) throw new Error(`There is no scene "${name}".`);
  return found;
}

/** The scene with a machine from which some transitions are gone, of which there must be one. */
function lacking(of: Scene, name: string, isGone: (transition: Transition) => boolean): Scene {
  const machine = of.table.machines[name];
  const left = machine?.transitions.filter((each) => !isGone(each));
  if (machine === undefined || left === undefined || left.length === machine.transitions.length) throw new Error(`"${name}" has no such transition.`);
  const changed: Machine = { ...machine, transitions: left };
  return { ...of, table: { ...of.table, machines: { ...of.table.machines, [name]: changed } } };
}

const receives = (message: string, from: string) => (transition: Transition) =>
  transition.on === "receive" && transition.message === message && transition.from.includes(from);

const offers = scene("two offers from each side");
const early = scene("progress, early media and an early offer from each side");

export const mutants: readonly Mutant[] = [
  { without: "an end for the answer that crosses its cancel", scene: lacking(offers, "sessionInitiator", (each) => receives("msetup.response", "cancelling")(each) && each.to === "lostRace") },
  { without: "patience for the answer to a cancel", scene: { ...offers, patient: [] } },
  { without: "a responder that rolls back", scene: lacking(offers, "responderNegotiation", receives("mupdate.request", "offering")) },
  { without: "an initiator that refuses the other's offer with glare", scene: lacking(offers, "initiatorNegotiation", receives("mupdate.request", "offering")) },
  { without: "a last word on an update that is open at the end", scene: lacking(offers, "sessionInitiator", receives("mupdate.request", "ending")) },
  { without: "an answer to the setup while an early offer is open", scene: lacking(early, "initiatorNegotiation", receives("msetup.response", "offering")) },
  { without: "responses that come after the cancel", scene: lacking(early, "sessionInitiator", receives("mconfirm.response", "cancelling")) },
];
