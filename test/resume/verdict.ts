import { expect } from "vitest";
import type { Played, Scenario } from "./scenario.js";

/** Whatever the network did: it went as it should, nobody was told anything twice, and each request has one answer. */
export function judge({ outcomes, ends, heard = [] }: Scenario, played: Played): void {
  expect(outcomes).toContain(played.outcome);
  expect(ends).toContain(played.end);
  expect(played.rings).toBe(1);
  expect(played.repeated).toBe(0);
  expect(played.mostAnswers).toBeLessThanOrEqual(1);
  expect(played.heard).toEqual({ alice: heard, bob: heard });
}
