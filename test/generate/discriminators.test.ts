import { compile, memoryHost, type Protocol, type Schema } from "@parley/compiler";
import { generate } from "@parley/generator-typescript";
import { describe, expect, it } from "vitest";
import { typeErrors } from "../support/type-check.js";

const kind = (values?: readonly string[]): object => ({ type: "object", required: ["kind"], properties: { kind: { type: "string", ...(values && { enum: values }) } } });
const ref = (name: string): object => ({ $ref: `#/components/schemas/${name}` });

describe("a discriminator makes a union discriminated", () => {
  it("a branch that does not say its value gets it; one that does is left as it is", { timeout: 60_000 }, async () => {
    const schemas = {
      Pet: { oneOf: [ref("Cat"), ref("Dog"), ref("Bird")] },
      Cat: { ...kind(["cat"]), properties: { kind: { const: "cat" }, lives: { type: "integer" } } },
      Dog: { type: "object", required: ["bark"], properties: { bark: { type: "string" } } },
      Bird: kind(["raven", "crow", "wren"]),
    };
    const { models, warnings, errors } = await generated(schemas, "Pet", { cat: "Cat", dog: "Dog", raven: "Bird", crow: "Bird" }, `
      import type { Pet } from "./models.js";
      export function voice(pet: Pet): string | number | undefined {
        switch (pet.kind) {
          case "cat": return pet.lives;
          case "dog": return pet.bark;
          case "raven": case "crow": return 1;
        }
      }
      // @ts-expect-error
      export const wren: Pet = { kind: "wren" };
    `);
    expect(models).toContain('export type Pet = Cat | (Dog & { readonly kind: "dog" }) | (Bird & { readonly kind: "raven" | "crow" });');
    expect(warnings).toEqual(['discriminator-not-asserted: Types tell the forms of "Pet" apart by "kind", but "Dog", "Bird" would take any value of it: a discriminator rejects nothing.']);
    expect(errors).toEqual([]);
  });

  it("a value that the branch's own constant contradicts is not said: nothing becomes never", { timeout: 60_000 }, async () => {
    const schemas = { Pet: { oneOf: [ref("Cat"), ref("Dog")] }, Cat: kind(["tom"]), Dog: kind(["dog"]) };
    const { models, warnings, errors } = await generated(schemas, "Pet", { Cat: "Cat", dog: "Dog" }, `
      import type { Pet } from "./models.js";
      export const tom: Pet = { kind: "tom" };
    `);
    expect(models).toContain("export type Pet = Cat | Dog;");
    expect(warnings).toHaveLength(1);
    expect(errors).toEqual([]);
  });

  it("what is built on a parent by allOf has its own value, and those of what is built on it in turn", { timeout: 60_000 }, async () => {
    const schemas = {
      Pet: kind(),
      Cat: { allOf: [ref("Pet"), { type: "object", properties: { lives: { type: "integer" } } }] },
      Lion: { allOf: [ref("Cat"), { type: "object", required: ["mane"], properties: { mane: { type: "boolean" } } }] },
    };
    const { models, errors } = await generated(schemas, "Pet", { cat: "Cat", lion: "Lion" }, `
      import type { Cat, Lion, Pet } from "./models.js";
      export const lion: Lion = { kind: "lion", mane: true };
      export const pets: readonly Pet[] = [lion, { kind: "anything" }];
      export const cats: readonly Cat[] = [lion, { kind: "cat", lives: 9 }];
      // @ts-expect-error
      export const dog: Cat = { kind: "dog" };
    `);
    expect(models).toMatch(/interface Cat \{\n {2}readonly kind: "cat" \| "lion";/);
    expect(models).toMatch(/interface Lion \{\n {2}readonly kind: "lion";/);
    expect(errors).toEqual([]);
  });

  it("a parent whose forms build on it is no alias of itself", { timeout: 60_000 }, async () => {
    const schemas = {
      Pet: { ...kind(), oneOf: [ref("Cat"), ref("Dog")] },
      Cat: { allOf: [ref("Pet"), { type: "object", required: ["lives"], properties: { lives: { type: "integer" } } }] },
      Dog: { allOf: [ref("Pet"), { type: "object", required: ["bark"], properties: { bark: { type: "string" } } }] },
    };
    const { errors } = await generated(schemas, "Pet", { cat: "Cat", dog: "Dog" }, `
      import type { Pet } from "./models.js";
      export const lives = (pet: Pet): number => (pet.kind === "cat" ? pet.lives : pet.bark.length);
    `);
    expect(errors).toEqual([]);
  });
});

async function generated(schemas: object, name: string, mapping: { readonly [value: string]: string }, uses: string) {
  const text = JSON.stringify({ openapi: "3.1.0", info: { title: "Pets", version: "1.0.0" }, components: { schemas } });
  const { protocols } = await compile(["pets.json"], memoryHost({ "pets.json": text }));
  const [protocol] = protocols;
  if (protocol === undefined) throw new Error("no protocol");
  const { files, diagnostics } = generate(withDiscriminator(protocol, name, mapping));
  const models = files.find(({ path }) => path === "models.ts")?.text ?? "";
  const warnings = diagnostics.map(({ code, message }) => `${code}: ${message}`);
  return { models, warnings, errors: typeErrors([...files, { path: "uses.ts", text: uses }]) };
}

/** The model as it is of a document that has the discriminator. */
function withDiscriminator(protocol: Protocol, name: string, mapping: { readonly [value: string]: string }): Protocol {
  const idOf = (named: string): string => `pets.json#/components/schemas/${named}`;
  const schemas = new Map<string, Schema>(protocol.schemas);
  const schema = schemas.get(idOf(name));
  if (schema === undefined) throw new Error(`no ${name}`);
  const rows = Object.entries(mapping).map(([value, to]) => ({ value, schema: idOf(to) }));
  schemas.set(schema.id, { ...schema, notes: { ...schema.notes, discriminator: { property: "kind", mapping: rows } } });
  return { ...protocol, schemas };
}
