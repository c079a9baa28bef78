import { describe, expect, it } from "vitest";
import type { Kill } from "./kill-proxy.js";
import { play } from "./scenario.js";
import type { Scenario } from "./scenario.js";
import { judge } from "./verdict.js";

/** Breaks the network at every message of a scenario, once and once again: first the one under alice, then the one under bob. The second message that it breaks at arrives, or does not, as `second` says. */
export async function killAtEveryMessage(scenario: Scenario, second: readonly boolean[]): Promise<void> {
  for (const victim of ["alice", "bob"] as const) {
    // What passes when nothing breaks says how many cases there are: a message more is two cases more.
    const whole = await play(scenario, victim);
    const { seen } = whole;

    describe(`${scenario.name}, in the network of ${victim}`, () => {
      it("has messages, and ends as it should", () => {
        expect(seen.length).toBeGreaterThan(0);
        judge(scenario, whole);
      });

      const kills = seen.flatMap(({ direction, what }, index) => [true, false].map((delivered) => ({ at: index + 1, direction, what, delivered })));

      it.concurrent.each(kills)("breaks at $at, $what $direction, which arrives: $delivered", async (kill) => {
        const played = await play(scenario, victim, { kills: [kill] });
        expect(played.killed).toBeGreaterThan(0);
        judge(scenario, played);
      });

      // The second time in the middle of coming back: the request to resume, its answer, and what is sent again.
      const again = kills.flatMap((kill) => [1, 2, 3].flatMap((at) => second.map((delivered) => ({ ...kill, then: { at, delivered } }))));

      it.concurrent.each(again)("breaks at $at, $what $direction, which arrives: $delivered, and again at $then.at after that, which arrives: $then.delivered", async ({ then, ...kill }) => {
        const played = await play(scenario, victim, { kills: [kill, then satisfies Kill] });
        expect(played.killed).toBeGreaterThan(0);
        judge(scenario, played);
      });
    });
  }
}
