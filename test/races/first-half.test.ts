import { expect, it } from "vitest";
import { expected, interleavings } from "./interleavings.js";

it("5,000 interleavings, seeds 1 to 5,000: nothing breaks, and everything comes about", { timeout: 900_000 }, async () => {
  const outcomes = await interleavings(1, 5_000);
  expect(expected.filter((outcome) => (outcomes.get(outcome) ?? 0) < 20)).toEqual([]);
});
