import { replay } from "./explore.js";
import type { World, WorldOptions } from "./world.js";

/** Fewer choices that break the same invariant: parts are left out as long as it is still broken. */
export async function shrink(labels: readonly string[], invariant: string, options: WorldOptions = {}): Promise<World> {
  const isBroken = (world: World) => world.violation?.invariant === invariant;
  let best = await replay(labels, options);
  if (!isBroken(best)) return best;
  let script = [...labels];
  for (let size = Math.ceil(script.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let at = 0; at < script.length; ) {
      const shorter = script.toSpliced(at, size);
      const world = await replay(shorter, options);
      if (isBroken(world)) [script, best] = [shorter, world];
      else at += size;
    }
  }
  return best;
}
