import { describe, expect, it } from "vitest";
import { refTo, typedSchemas } from "../support/typed-schemas.js";

// openapi-typescript#2775
describe("pain 01: the value of a discriminator is intersected with the real constant, and the type becomes never", () => {
  it("a constant that is there stands, whatever the discriminator says", { timeout: 60_000 }, async () => {
    const { models, errorsIn } = await typedSchemas({
      Pet: { oneOf: [refTo("Cat"), refTo("Dog")], discriminator: { propertyName: "kind" } },
      Cat: { type: "object", required: ["kind"], properties: { kind: { const: "cat" }, lives: { type: "integer" } } },
      Dog: { type: "object", required: ["kind"], properties: { kind: { type: "string" }, bark: { type: "string" } } },
    });
    expect(models).toContain('export type Pet = Cat | (Dog & { readonly kind: "Dog" });');
    expect(errorsIn(`
      import type { Pet } from "./models.js";
      export const pets: readonly Pet[] = [{ kind: "cat", lives: 9 }, { kind: "Dog", bark: "a" }];
      export const bark = (pet: Pet): string | undefined => (pet.kind === "Dog" ? pet.bark : undefined);
    `)).toEqual([]);
  });
});
