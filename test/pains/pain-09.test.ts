import { describe, expect, it } from "vitest";
import { loadValidators } from "../support/load-generated.js";
import { refTo, typedSchemas } from "../support/typed-schemas.js";

// openapi-typescript#2839, quicktype#2372, orval PR#3904
describe("pain 09: unevaluatedProperties is ignored, mistyped, or taken for additionalProperties", async () => {
  const { files, models, warnings, errorsIn } = await typedSchemas({
    Base: { type: "object", required: ["id"], properties: { id: { type: "string" } } },
    Closed: { allOf: [refTo("Base")], type: "object", properties: { name: { type: "string" } }, unevaluatedProperties: false },
    Flags: { type: "object", unevaluatedProperties: { type: "boolean" } },
  });

  it("a closed object has the members of what it builds on, and no others", { timeout: 60_000 }, async () => {
    expect(warnings).toEqual([]);
    expect(models).toContain("export type Flags = { readonly [key: string]: boolean };");
    expect(errorsIn(`
      import type { Closed } from "./models.js";
      export const closed: Closed = { id: "a", name: "b" };
      // @ts-expect-error
      export const more: Closed = { id: "a", rank: 1 };
    `)).toEqual([]);
  });

  it("validators say the same", async () => {
    const { isClosed, isFlags } = (await loadValidators(files)) as { readonly [name: string]: (value: unknown) => boolean };
    expect([isClosed?.({ id: "a", name: "b" }), isClosed?.({ id: "a", rank: 1 }), isClosed?.({ name: "b" })]).toEqual([true, false, false]);
    expect([isFlags?.({ a: true }), isFlags?.({ a: 1 })]).toEqual([true, false]);
  });
});
