import { describe, expect, it } from "vitest";
import { explore, optionsOf, replay } from "./explore.js";
import { traceOf } from "./trace.js";

describe("the schedule", () => {
  it("plays the same seed the same way, message by message", async () => {
    for (let seed = 1; seed <= 25; seed += 1) {
      const [one, other] = [await explore(seed), await explore(seed)];
      expect(traceOf(one)).toBe(traceOf(other));
    }
  });

  it("plays other seeds in other ways", async () => {
    const traces = new Set<string>();
    for (let seed = 1; seed <= 25; seed += 1) traces.add(traceOf(await explore(seed)));
    expect(traces.size).toBe(25);
  });

  it("plays what was chosen again from its labels alone", async () => {
    for (let seed = 1; seed <= 25; seed += 1) {
      const one = await explore(seed);
      const again = await replay(one.chosen.slice(0, one.random), optionsOf(seed));
      expect(traceOf(again)).toBe(traceOf(one));
    }
  });
});
