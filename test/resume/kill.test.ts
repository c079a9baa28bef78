import { describe, expect, it } from "vitest";
import type { Kill } from "./kill-proxy.js";
import type { Party } from "./party.js";
import { play } from "./scenario.js";
import type { Played, Scenario } from "./scenario.js";

const online = (alice: Party, bob: Party) => Promise.all([alice.signIn(), bob.signIn()]);

async function inCall(alice: Party, bob: Party): Promise<void> {
  await online(alice, bob);
  await alice.call(bob);
}

/** The network comes back at once and the epoch with it: everything is done in the end as if nothing had been. */
const done = { outcomes: ["success"], ends: ["established"] } as const;

const scenarios: readonly Scenario[] = [
  { name: "setup", before: online, during: (alice, bob) => alice.call(bob), ...done },
  { name: "update", before: inCall, during: (alice) => alice.update(), ...done },
  { name: "update by the called side", before: inCall, during: (_alice, bob) => bob.update(), ...done },
  { name: "disconnect", before: inCall, during: async (alice) => alice.session?.disconnect({ reason: "normal" }), outcomes: ["success"], ends: ["ended"] },
  { name: "resume of the caller", before: inCall, during: (alice) => (alice.proxy.cut(), alice.update()), ...done },
  { name: "resume of the called side", before: inCall, during: (alice, bob) => (bob.proxy.cut(), alice.update()), ...done },
  { name: "re-authentication", before: inCall, during: (alice, bob) => Promise.all([alice.renewed(), bob.renewed()]), signInHolds: 5, ...done },
];

for (const scenario of scenarios) {
  for (const victim of ["alice", "bob"] as const) {
    // What passes when nothing breaks says how many cases there are: a message more is two cases more.
    const { seen, end } = await play(scenario, victim);

    describe(`${scenario.name}, in the network of ${victim}`, () => {
      it("has messages, and ends as it should", () => {
        expect(seen.length).toBeGreaterThan(0);
        expect(scenario.ends).toContain(end);
      });

      const kills = seen.flatMap(({ direction, what }, index) => [true, false].map((delivered) => ({ at: index + 1, direction, what, delivered })));

      it.concurrent.each(kills)("breaks at $at, $what $direction, which arrives: $delivered", async (kill) => {
        judge(scenario, await play(scenario, victim, kill));
      });

      // The second time in the middle of coming back: the request to resume, its answer, and what is sent again.
      const again = kills.flatMap((kill) => [1, 2, 3].flatMap((at) => [true, false].map((delivered) => ({ ...kill, then: { at, delivered } }))));

      it.concurrent.each(again)("breaks at $at, $what $direction, which arrives: $delivered, and again at $then.at after that, which arrives: $then.delivered", async ({ then, ...kill }) => {
        judge(scenario, await play(scenario, victim, kill, then satisfies Kill));
      });
    });
  }
}

function judge({ outcomes, ends }: Scenario, { killed, repeated, outcome, end, rings }: Played): void {
  expect(killed).toBeGreaterThan(0);
  expect(outcomes).toContain(outcome);
  expect(ends).toContain(end);
  expect(rings).toBe(1);
  expect(repeated).toBe(0);
}
