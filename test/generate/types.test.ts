import { describe, expect, it } from "vitest";
import { refTo, typedSchemas } from "../support/typed-schemas.js";

describe("types that are used as they are meant", () => {
  it("tuples: items that may lack, and what may follow", { timeout: 60_000 }, async () => {
    const text = { type: "string" };
    const { models, errorsIn } = await typedSchemas({
      Pair: { type: "array", prefixItems: [text, { type: "number" }], minItems: 2, items: false },
      Short: { type: "array", prefixItems: [text, text, text], minItems: 1, maxItems: 2 },
      Long: { type: "array", prefixItems: [text], minItems: 1, items: { type: "integer" } },
      Closed: { type: "array", prefixItems: [text], unevaluatedItems: false },
    });
    expect(models).toContain("export type Short = readonly [string, string?];");
    expect(
      errorsIn(`
        import type { Closed, Long, Pair, Short } from "./models.js";
        export const pairs: readonly Pair[] = [["a", 1]];
        export const shorts: readonly Short[] = [["a"], ["a", "b"]];
        export const longs: readonly Long[] = [["a"], ["a", 1, 2]];
        export const closed: readonly Closed[] = [[], ["a"]];
        // @ts-expect-error
        export const lacking: Pair = ["a"];
        // @ts-expect-error
        export const three: Short = ["a", "b", "c"];
        // @ts-expect-error
        export const texts: Long = ["a", "b"];
        // @ts-expect-error
        export const two: Closed = ["a", "b"];
      `),
    ).toEqual([]);
  });

  it("open enumerations, written in any order, take any text and know their values", { timeout: 60_000 }, async () => {
    const known = { type: "string", enum: ["red", "green"] };
    const { models, errorsIn } = await typedSchemas({
      First: { anyOf: [known, { type: "string" }] },
      Second: { anyOf: [{ type: "string" }, { enum: ["red", "green"] }] },
      Named: { anyOf: [refTo("Known"), { type: "string" }, { type: "null" }] },
      Known: known,
    });
    expect(models.match(/"red" \| "green" \| \(string & \{\}\)/g)).toHaveLength(3);
    expect(errorsIn(`import type { First, Named, Second } from "./models.js";
      export const all: readonly [First, Second, Named, Named] = ["red", "blue", "green", null];
    `)).toEqual([]);
  });

  it("schemas of themselves, by every way, are types that TypeScript takes", { timeout: 60_000 }, async () => {
    const { errorsIn } = await typedSchemas({
      Nested: { anyOf: [{ type: "array", items: refTo("Nested") }, { type: "string" }, { type: "object", additionalProperties: refTo("Nested") }] },
      Self: { anyOf: [refTo("Self"), { type: "string" }] },
      Left: { oneOf: [refTo("Right"), { type: "string" }] },
      Right: { anyOf: [refTo("Left"), { type: "number" }] },
      Part: { allOf: [refTo("Whole"), { type: "object", required: ["a"], properties: { a: { type: "string" } } }] },
      Whole: { allOf: [refTo("Part")], type: "object", required: ["b"], properties: { b: refTo("Whole") } },
      Row: { type: "array", prefixItems: [refTo("Row")], items: false },
    });
    expect(
      errorsIn(`
        import type { Left, Nested, Row, Self } from "./models.js";
        export const nested: Nested = [["a", { b: ["c"] }]];
        export const rows: Row = [[[]]];
        export const others: readonly [Self, Left, Left] = ["a", "b", 1];
        // @ts-expect-error
        export const wrong: Nested = [[1]];
      `),
    ).toEqual([]);
  });

  it("maps whose named members do not fit the others keep the members, and that is told", { timeout: 60_000 }, async () => {
    const { errorsIn, warnings } = await typedSchemas({
      Own: { type: "object", required: ["count"], properties: { count: { type: "integer" } }, additionalProperties: { type: "string" } },
      Taken: { allOf: [refTo("Own")], type: "object", unevaluatedProperties: { type: "boolean" } },
      Flags: { type: "object", unevaluatedProperties: { type: "boolean" } },
    });
    expect(warnings).toEqual([
      'not-expressible: TypeScript types cannot say "additionalProperties" beside "properties" of "Own"; the validator does.',
      'not-expressible: TypeScript types cannot say "unevaluatedProperties" beside the members of others of "Taken"; the validator does.',
    ]);
    expect(errorsIn(`
      import type { Flags, Own, Taken } from "./models.js";
      export const own: Own = { count: 1 };
      export const taken: Taken = own;
      export const flags: Flags = { a: true };
      // @ts-expect-error
      export const texts: Flags = { a: "b" };
    `)).toEqual([]);
  });

  it("what contradicts is never, and told", async () => {
    const { models, warnings } = await typedSchemas({
      Both: { allOf: [{ type: "object", properties: { a: { type: "string" } } }, { type: "object", properties: { a: { type: "integer" } } }] },
      Neither: { allOf: [{ const: 1 }, { const: 2 }] },
    });
    expect(models).toContain("export type Neither = never;");
    expect(warnings.map((warning) => warning.slice(0, 50))).toEqual([
      'no-value: No value is valid for the member "a" of ',
      'no-value: No value is valid for "Neither": what is',
    ]);
  });

  it("integers of 64 bits are numbers: what is lost is told, once a document", async () => {
    const long = { type: "integer", format: "int64" };
    const { warnings } = await typedSchemas({ First: long, Second: long });
    expect(warnings).toEqual([
      'not-expressible: TypeScript cannot say every integer of "int64" of "First": they are numbers, exact up to 2^53 - 1.',
    ]);
  });
});
