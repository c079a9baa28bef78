import type { SignallingFunction } from "@parley/reference-server";
import { randomChooser, scriptedChooser } from "./choice.js";
import { functionFor } from "./signalling-function.js";
import { windDown } from "./wind-down.js";
import { World } from "./world.js";
import type { WorldOptions } from "./world.js";

/** One world from its beginning to its end, with choices at random. */
export async function explore(seed: number, options: WorldOptions = {}): Promise<World> {
  const world = new World({ ...optionsOf(seed), ...options });
  await world.run(randomChooser(seed, 130));
  world.random = world.chosen.length;
  if (world.violation === undefined) await windDown(world);
  for (const { message } of world.watch.passed) {
    if (message.method === "auth" && message.success === true) world.count(message.resumed === undefined ? "renewed" : `resumed: ${message.resumed}`);
  }
  return world;
}

/** The same with the choices that are given. */
export async function replay(labels: readonly string[], options: WorldOptions = {}): Promise<World> {
  const world = new World({ ...options, acts: Infinity, cuts: Infinity });
  await world.run(scriptedChooser(labels));
  world.random = world.chosen.length;
  if (world.violation === undefined) await windDown(world);
  return world;
}

/** Networks that hold and networks that do not; users who answer and users who do not; sign-ins that last and sign-ins that are renewed all the time. */
export function optionsOf(seed: number): WorldOptions {
  return { cuts: seed % 3, isDecisive: seed % 4 !== 0, lingers: seed % 8 === 0, ...(seed % 6 === 1 ? { functionFor: shortSignIns } : {}) };
}

function shortSignIns(...[users, clock, fault]: Parameters<typeof functionFor>): SignallingFunction {
  return functionFor(users, clock, fault, { signInHolds: 20 });
}
