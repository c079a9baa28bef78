import { describe, expect, it } from "vitest";
import { explore, optionsOf } from "./explore.js";
import { faultyFunction, ForgetfulClock } from "./faulty.js";
import { functionFor } from "./signalling-function.js";
import { shrink } from "./shrink.js";
import type { WireMessage } from "./wire-watch.js";
import type { World, WorldOptions } from "./world.js";

/** Worlds with one fault each: a check that finds nothing here would find nothing anywhere. */
const faults: { readonly [fault: string]: { readonly trips: string; readonly says: RegExp; readonly options: () => WorldOptions } } = {
  "a response is sent twice": {
    trips: "answers", says: /is answered twice/,
    options: () => ({ tamper: faultyFunction((message) => (message.kind === "response" && message.method === "msetup" ? [message, message] : undefined)) }),
  },
  "a response answers nothing": {
    trips: "answers", says: /answers nothing/,
    options: () => ({ tamper: faultyFunction((message) => (message.kind === "response" && message.method === "mdisc" ? [{ ...message, id: "never" }] : undefined)) }),
  },
  "an update has no response": {
    trips: "answers", says: /has no response/,
    options: () => ({ cuts: 0, tamper: faultyFunction((message) => (isUpdateSuccess(message) ? [] : undefined)) }),
  },
  "a number is left out": {
    trips: "counters", says: /is sent after/,
    options: () => ({ tamper: (_link, direction, message) => (direction === "down" && (message.seq ?? 0) > 2 ? [{ ...message, seq: (message.seq ?? 0) + 1 }] : undefined) }),
  },
  "more is acknowledged than has come": {
    trips: "counters", says: /acknowledges \d+, but only/,
    options: () => ({ tamper: faultyFunction((message) => (message.ack === undefined ? undefined : [{ ...message, ack: message.ack + 1 }])) }),
  },
  "a call is offered twice to one device": {
    trips: "rings-once", says: /is rung twice/,
    options: () => ({ tamper: faultyFunction((message) => (isOffered(message) ? [message, { ...message, id: `${message.id}x`, session: crypto.randomUUID() }] : undefined)) }),
  },
  "candidates are passed on twice": {
    trips: "once", says: /candidate \d+ came after/,
    options: () => ({ tamper: faultyFunction((message) => (message.method === "mcandidate" ? [message, message] : undefined)) }),
  },
  "candidates are not passed on": {
    trips: "delivery", says: /never came/,
    options: () => ({ cuts: 0, tamper: faultyFunction((message) => (message.method === "mcandidate" ? [] : undefined)) }),
  },
  "an end is not passed on": {
    trips: "one-sided", says: /known to one end only/,
    options: () => ({ cuts: 0, tamper: faultyFunction((message) => (message.kind === "request" && message.method === "mdisc" ? [] : undefined)) }),
  },
  "the answer to an update is changed on its way": {
    trips: "one-sided", says: /has .+, \w+ has/,
    options: () => ({ cuts: 0, tamper: faultyFunction((message) => (isUpdateSuccess(message) ? [withOtherAnswer(message)] : undefined)) }),
  },
  "nobody ends a call that is not answered": {
    trips: "waits", says: /at the outer deadline: .*call/,
    options: () => ({ cuts: 0, isDecisive: false, clock: new ForgetfulClock((ms) => ms >= 80_000 && ms < 3_000_000) }),
  },
  "ended sessions are remembered for ever": {
    trips: "memory", says: /\d+ sessions/,
    options: () => ({ clock: new ForgetfulClock((ms) => ms === 32_000) }),
  },
  "a handler of the function throws": {
    trips: "faults", says: /function/,
    options: () => ({
      functionFor: (users, clock, fault) => {
        const real = functionFor(users, clock, fault);
        return { ...real, accept: (transport) => (clock.after(1, () => fault(new Error("thrown"))), real.accept(transport)) };
      },
    }),
  },
};

describe("the invariants", () => {
  it.each(Object.entries(faults))("%s", async (_fault, { trips, says, options }) => {
    const { seed, world } = await firstBroken(trips, options);
    expect(world.violation?.invariant).toBe(trips);
    expect(world.violation?.message).toMatch(says);
    expect(seed).toBeLessThanOrEqual(200);
  });

  it("a way to a fault is shown at its shortest", async () => {
    const { seed, world } = await firstBroken("one-sided", faults["an end is not passed on"]?.options ?? (() => ({})));
    const script = world.chosen.slice(0, world.random);
    const smallest = await shrink(script, "one-sided", { ...optionsOf(seed), tamper: faultyFunction((message) => (message.method === "mdisc" && message.kind === "request" ? [] : undefined)) });
    expect(smallest.violation?.invariant).toBe("one-sided");
    expect(smallest.random).toBeLessThan(40);
    expect(smallest.random).toBeLessThan(script.length);
  });
});

/** The first world that breaks this invariant; others may break before. */
async function firstBroken(invariant: string, options: () => WorldOptions): Promise<{ readonly seed: number; readonly world: World }> {
  for (let seed = 1; seed <= 200; seed += 1) {
    const world = await explore(seed, options());
    if (world.violation?.invariant === invariant) return { seed, world };
  }
  throw new Error(`Nothing breaks "${invariant}".`);
}

function isOffered({ kind, method }: WireMessage): boolean {
  return kind === "request" && method === "msetup";
}

function isUpdateSuccess({ kind, method, success, description }: WireMessage): boolean {
  return kind === "response" && method === "mupdate" && success === true && description !== undefined;
}

function withOtherAnswer(message: WireMessage): WireMessage {
  return { ...message, description: { ...(message["description"] as object), ufrag: "another" } };
}
