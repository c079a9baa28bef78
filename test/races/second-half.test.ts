import { expect, it } from "vitest";
import { expected, interleavings } from "./interleavings.js";

// A file of its own, so that both cores have work.
it("5,000 more interleavings, seeds 5,001 to 10,000: nothing breaks, and everything comes about", { timeout: 900_000 }, async () => {
  const outcomes = await interleavings(5_001, 5_000);
  expect(expected.filter((outcome) => (outcomes.get(outcome) ?? 0) < 20)).toEqual([]);
});
