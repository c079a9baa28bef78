import { describe, expect, it } from "vitest";
import { generatedValidators } from "../support/generated-validators.js";

// ajv-validator/ajv#1892
describe("pain 08: a discriminator and unevaluatedProperties do not work together", async () => {
  const { is, explain } = await generatedValidators({
    Cat: { type: "object", required: ["kind"], properties: { kind: { const: "cat" }, lives: { type: "integer" } } },
    Dog: { type: "object", required: ["kind"], properties: { kind: { const: "dog" }, tricks: { type: "integer" } } },
    Pet: {
      type: "object",
      properties: { name: { type: "string" } },
      discriminator: { propertyName: "kind", mapping: { cat: "./Cat.json", dog: "./Dog.json" } },
      oneOf: [{ $ref: "./Cat.json" }, { $ref: "./Dog.json" }],
      unevaluatedProperties: false,
    },
  });

  it("takes the members of the branch that is meant, and its own", () => {
    expect(is("Pet", { kind: "cat", lives: 9, name: "Tom" })).toBe(true);
    expect(is("Pet", { kind: "dog", tricks: 3, name: "Rex" })).toBe(true);
  });

  it("refuses the members of another branch, and says where", () => {
    expect(is("Pet", { kind: "cat", tricks: 3 })).toBe(false);
    expect(explain("Pet", { kind: "cat", tricks: 3 })).toEqual([
      { pointer: "/tricks", keyword: "unevaluatedProperties", expected: "no such property", found: '"tricks"', at: "Pet.json#/unevaluatedProperties" },
    ]);
  });
});
