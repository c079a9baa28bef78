import fc from "fast-check";
import { expect, it } from "vitest";
import { generatedValidators } from "../support/generated-validators.js";
import { mutantsOf, vocabularyOf } from "../support/json-values.js";
import { isSetupByHand, setupMessage, setupSchema } from "../support/session-setup.js";

it("a generated validator and one by hand say the same of every message; the benchmark compares their speed", async () => {
  const { is, explain } = await generatedValidators({ Setup: setupSchema });
  expect(isSetupByHand(setupMessage)).toBe(true);
  fc.assert(
    fc.property(mutantsOf(setupMessage, vocabularyOf(setupSchema)), (value) => {
      expect([is("Setup", value), explain("Setup", value).length === 0]).toEqual([isSetupByHand(value), isSetupByHand(value)]);
    }),
    { numRuns: 2_000, seed: 2026 },
  );
});
