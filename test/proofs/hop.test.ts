import { join } from "node:path";
import { resourceHolderMachine, resourceKeeperMachine } from "@parley/media-resource";
import { machines } from "@parley/signalling";
import { describe, expect, it } from "vitest";
import { expectGolden } from "../support/golden.js";
import { explore, type Exploration } from "./explore.js";
import { mutants } from "./mutants.js";
import type { Scene } from "./hop.js";
import { scenes } from "./scenes.js";

const folder = join(import.meta.dirname, "goldens");
const { sessionInitiator, sessionResponder, initiatorNegotiation, responderNegotiation } = machines;
const proved = { sessionInitiator, sessionResponder, initiatorNegotiation, responderNegotiation, resourceHolder: resourceHolderMachine, resourceKeeper: resourceKeeperMachine };
const explored = new Map<string, Exploration>();

function explorationOf(name: string, scene: Scene): Exploration {
  const found = explored.get(name) ?? explore(scene);
  explored.set(name, found);
  return found;
}

// Two ends of one hop, the machines of the generated package stepping as the runtime steps them, and everything that may happen, in every
// order. A golden says how many ways there are and how the two ends come to rest: a count that changes while no machine does is a fault of
// the search, and a pair of states that is new is to be looked at.
describe("the machines of a session and of a resource, whatever happens", () => {
  it.each(Object.entries(scenes))("%s: no message that is not expected, no request without an answer, no end that is half open", async (name, scene) => {
    const found = explorationOf(name, scene);
    expect(faultsIn(found)).toBe("");
    const count = (value: number) => value.toLocaleString("en");
    const text = [`${count(found.states)} states, ${count(found.steps)} steps; at rest:`, ...found.rests].join("\n");
    await expectGolden(join(folder, `${name.replace(/\W+/g, "-")}.txt`), `${text}\n`);
  }, 120_000);

  it("all states of all machines are reached: nothing was proved of a state that never was", () => {
    const all = Object.entries(scenes).map(([name, scene]) => explorationOf(name, scene));
    const missed = Object.entries(proved).flatMap(([name, machine]) => {
      const visited = new Set(all.flatMap((each) => [...(each.visited.get(name) ?? [])]));
      const states = new Set([machine.initial, ...machine.final, ...machine.transitions.flatMap(({ from, to }) => (to === undefined ? from : [...from, to]))]);
      return [...states].filter((state) => !visited.has(state)).map((state) => `${name} ${state}`);
    });
    expect(missed).toEqual([]);
  }, 240_000);
});

describe("the search finds what a rule is there for, by the shortest way", () => {
  it.each(mutants.map(({ without, scene }) => [without, scene] as const))("without %s", async (without, scene) => {
    const found = explore(scene, { untilFault: true });
    expect(found.faults.size).toBeGreaterThan(0);
    await expectGolden(join(folder, `without-${without.replace(/\W+/g, "-")}.txt`), faultsIn(found));
  }, 120_000);
});

/** The faults, each with the way to it. */
function faultsIn({ faults }: Exploration): string {
  return [...faults].map(([fault, way]) => `${[fault, ...way.map((each) => `  ${each}`)].join("\n")}\n`).join("\n");
}
