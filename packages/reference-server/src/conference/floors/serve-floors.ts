import { holdersOf, queueOf } from "./floor-view.js";
import type { HeldFloorRequest } from "./floor-view.js";
import type { ConferenceState, HeldFloor } from "../state.js";

/** Gives the floors of a conference to those whose turn has come, and takes away chairs who are not in it any more. Inside a unit. */
export function serveFloors(state: ConferenceState, conference: string): void {
  for (const held of state.floors.inPartition(conference)) {
    dropChair(state, held);
    const { id, policy, maxHolders } = held.value;
    for (let room = maxHolders - holdersOf(state, conference, id).length; room > 0; room -= 1) {
      const next = nextOf(policy, queueOf(state, conference, id), state.random);
      if (next === undefined) break;
      state.floorRequests.put(next.value.id, { ...next, value: { ...next.value, state: "granted" } });
    }
  }
}

/** Whose turn it is: what was accepted comes first under every policy. */
function nextOf(policy: string, queue: readonly HeldFloorRequest[], random: () => number): HeldFloorRequest | undefined {
  const [first] = queue;
  if (first?.value.state === "accepted") return first;
  switch (policy) {
    case "fcfs": return first;
    case "random": return queue[Math.floor(random() * queue.length)];
    default: return undefined;
  }
}

function dropChair(state: ConferenceState, held: HeldFloor): void {
  const { chair, ...rest } = held.value;
  if (chair !== undefined && !state.participants.has(chair)) state.floors.put(rest.id, { ...held, value: rest });
}
