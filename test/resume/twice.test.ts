import { describe, expect, it } from "vitest";
import { play } from "./scenario.js";
import { scenarios, talk } from "./scenarios.js";
import { judge } from "./verdict.js";

// Neither end sends again what the other has taken; a network, or a peer that does not keep to it, may bring it all the same.
for (const scenario of [talk, ...scenarios]) {
  for (const victim of ["alice", "bob"] as const) {
    const { seen } = await play(scenario, victim);
    const counted = seen.filter(({ isCounted }) => isCounted).map(({ direction, what }, index) => ({ at: index + 1, direction, what }));
    // A sign-in has no number: nothing of it can come twice.
    if (counted.length === 0 && scenario.signInHolds !== undefined) continue;

    describe(`${scenario.name}, in the network of ${victim}`, () => {
      it("has messages with numbers", () => {
        expect(counted.length).toBeGreaterThan(0);
      });

      it.concurrent.each(counted)("brings twice what went $direction up to counted message $at, $what", async ({ at }) => {
        const played = await play(scenario, victim, { twiceAt: at });
        expect(played.broughtTwice).toBeGreaterThan(0);
        judge(scenario, played);
      });

      // The one scenario in which everything has to go both ways.
      const broken = scenario === talk ? seen.map(({ direction, what }, index) => ({ at: index + 1, direction, what })) : [];

      it.concurrent.each(broken)("breaks at $at, $what $direction, and then brings twice what was taken", async ({ at }) => {
        const played = await play(scenario, victim, { kills: [{ at, delivered: true }], twiceAfterwards: true });
        expect(played.killed).toBeGreaterThan(0);
        if (at === seen.length) expect(played.broughtTwice).toBeGreaterThan(0);
        judge(scenario, played);
      });
    });
  }
}
