import { describe, expect, it } from "vitest";
import { refTo, typedSchemas } from "../support/typed-schemas.js";

// quicktype#2213, #2310
describe("pain 05: a choice of objects is merged into one object whose members may all lack", () => {
  it("stays a choice: members of one form are no members of another", { timeout: 60_000 }, async () => {
    const { models, errorsIn } = await typedSchemas({
      Shape: { oneOf: [refTo("Circle"), { type: "object", required: ["side"], properties: { side: { type: "number" } }, additionalProperties: false }] },
      Circle: { type: "object", required: ["radius"], properties: { radius: { type: "number" } }, additionalProperties: false },
    });
    expect(models).toContain("export type Shape = Circle | ShapeForm2;");
    expect(errorsIn(`
      import type { Shape } from "./models.js";
      export const area = (shape: Shape): number => ("radius" in shape ? 3 * shape.radius ** 2 : shape.side ** 2);
      // @ts-expect-error
      export const none: Shape = {};
    `)).toEqual([]);
  });
});
