import { describe, expect, it } from "vitest";
import { generatedValidators } from "../support/generated-validators.js";

// OpenAPITools/openapi-generator#19868
describe("pain 03: oneOf of allOf is generated, and fails when it meets a message", () => {
  it("judges each branch with all that it takes in", async () => {
    const validators = await generatedValidators({
      Base: { type: "object", required: ["id"], properties: { id: { type: "integer" } } },
      Car: { allOf: [{ $ref: "./Base.json" }, { type: "object", required: ["wheels"], properties: { wheels: { type: "integer" } } }] },
      Boat: { allOf: [{ $ref: "./Base.json" }, { type: "object", required: ["sails"], properties: { sails: { type: "integer" } } }] },
      Vehicle: { oneOf: [{ $ref: "./Car.json" }, { $ref: "./Boat.json" }] },
    });
    const verdict = (value: unknown): boolean => {
      expect(validators.explain("Vehicle", value).length === 0).toBe(validators.is("Vehicle", value));
      return validators.is("Vehicle", value);
    };
    expect(verdict({ id: 1, wheels: 4 })).toBe(true);
    expect(verdict({ id: 1, sails: 2 })).toBe(true);
    expect(verdict({ id: 1 })).toBe(false);
    expect(verdict({ wheels: 4 })).toBe(false);
    expect(verdict({ id: 1, wheels: 4, sails: 2 })).toBe(false);
    expect(verdict({ id: 1, wheels: 4, sails: "no number" })).toBe(true);
  });
});
