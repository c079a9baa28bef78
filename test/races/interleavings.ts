import { reportOf } from "./broken.js";
import { explore } from "./explore.js";

/** Plays the worlds of these seeds, and gives how often each thing came about. @throws an Error with the seed and the smallest trace of the first that breaks */
export async function interleavings(from: number, count: number): Promise<ReadonlyMap<string, number>> {
  const outcomes = new Map<string, number>();
  // Thousands of refusals are expected here, and where each of them was made is of no use.
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  for (let seed = from; seed < from + count; seed += 1) {
    const world = await explore(seed);
    if (world.violation !== undefined) throw new Error(await reportOf(seed, world));
    for (const [outcome, times] of world.outcomes) outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + times);
  }
  Error.stackTraceLimit = stackTraceLimit;
  return outcomes;
}

/** What has to come about often enough, or the worlds would say little. */
export const expected = [
  "connect: success", "connect: ConnectionError", "resumed: true", "resumed: false", "renewed", "dies",
  "call: success", "call: declined", "call: glare", "call: cancelled", "call: no-answer", "call: unreachable",
  "cancel: success", "cancel: already-answered",
  "offer: success", "offer: glare", "offer: declined", "offer: session-ended", "offer: timeout",
  "confirm: success", "refresh: success", "hang up: success", "call goes on",
] as const;
