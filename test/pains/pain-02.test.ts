import { describe, expect, it } from "vitest";
import { refTo, typedSchemas } from "../support/typed-schemas.js";

// openapi-typescript#1464, #1690
describe("pain 02: a discriminated schema that is taken in by allOf loses the discriminator's member, or its mapping", () => {
  it("what builds on it has the member, with the value that is mapped to it", { timeout: 60_000 }, async () => {
    const { models, errorsIn } = await typedSchemas({
      Pet: { type: "object", required: ["kind"], properties: { kind: { type: "string" } }, discriminator: { propertyName: "kind", mapping: { tom: refName("Cat") } } },
      Cat: { allOf: [refTo("Pet"), { type: "object", properties: { lives: { type: "integer" } } }] },
      Dog: { allOf: [refTo("Pet"), { type: "object", properties: { bark: { type: "string" } } }] },
      Owner: { type: "object", properties: { pet: { oneOf: [refTo("Cat"), refTo("Dog")] } } },
    });
    expect(models).toMatch(/interface Cat \{\n {2}readonly kind: "tom";\n {2}readonly lives\?: number;/);
    expect(errorsIn(`
      import type { Cat, Owner } from "./models.js";
      export const cat: Cat = { kind: "tom", lives: 9 };
      export const bark = ({ pet }: Owner): string | undefined => (pet?.kind === "Dog" ? pet.bark : undefined);
    `)).toEqual([]);
  });
});

function refName(name: string): string {
  return `#/components/schemas/${name}`;
}
