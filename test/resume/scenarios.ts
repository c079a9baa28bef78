import type { Party } from "./party.js";
import type { Scenario } from "./scenario.js";

const online = (alice: Party, bob: Party) => Promise.all([alice.signIn(), bob.signIn()]);

async function inCall(alice: Party, bob: Party): Promise<void> {
  await online(alice, bob);
  await alice.call(bob);
}

/** The network comes back at once and the epoch with it: everything is done in the end as if nothing had been. */
const done = { outcomes: ["success"], ends: ["established"] } as const;

/** Both sides say what must arrive once, and in order. */
export const talk: Scenario = {
  name: "messages and candidates",
  before: inCall,
  during: (alice, bob) => Promise.all([alice.talk(2), bob.talk(2)]),
  heard: ["candidate 1", "message 1", "candidate 2", "message 2"],
  ...done,
};

/** One procedure each. */
export const scenarios: readonly Scenario[] = [
  { name: "setup", before: online, during: (alice, bob) => alice.call(bob), ...done },
  { name: "update", before: inCall, during: (alice) => alice.update(), ...done },
  { name: "update by the called side", before: inCall, during: (_alice, bob) => bob.update(), ...done },
  { name: "disconnect", before: inCall, during: async (alice) => alice.session?.disconnect({ reason: "normal" }), outcomes: ["success"], ends: ["ended"] },
  { name: "resume of the caller", before: inCall, during: (alice) => (alice.proxy.cut(), alice.update()), ...done },
  { name: "resume of the called side", before: inCall, during: (alice, bob) => (bob.proxy.cut(), alice.update()), ...done },
  { name: "re-authentication", before: inCall, during: (alice, bob) => Promise.all([alice.renewed(), bob.renewed()]), signInHolds: 5, ...done },
];
