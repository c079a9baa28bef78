import { optionsOf } from "./explore.js";
import { shrink } from "./shrink.js";
import { traceOf } from "./trace.js";
import type { World } from "./world.js";

/** What somebody needs who looks for the fault: the seed, what is broken, and the shortest way there that was found. */
export async function reportOf(seed: number, world: World): Promise<string> {
  const { violation } = world;
  if (violation === undefined) return "Nothing is broken.";
  const smallest = await shrink(world.chosen.slice(0, world.random), violation.invariant, optionsOf(seed));
  const script = JSON.stringify(smallest.chosen.slice(0, smallest.random));
  return `Seed ${seed} breaks ${violation.message}\n\nThe shortest way there, ${(smallest.violation ?? violation).message}\n${traceOf(smallest)}\n\nAs a script: ${script}`;
}
