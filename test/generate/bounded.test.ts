import { describe, expect, it } from "vitest";
import { generatedValidators } from "../support/generated-validators.js";

/** Schemas of which several ways lead to the same value, and a value of some size that takes every way. */
const ways: Readonly<Record<string, { readonly schemas: Readonly<Record<string, unknown>>; readonly value: (size: number) => unknown }>> = {
  "two forms that hold the whole": {
    schemas: {
      Whole: { anyOf: [{ type: "integer" }, { $ref: "./Sum.json" }, { $ref: "./Product.json" }] },
      Sum: { type: "object", required: ["left", "plus"], properties: { left: { $ref: "./Whole.json" }, plus: true } },
      Product: { type: "object", required: ["left", "times"], properties: { left: { $ref: "./Whole.json" }, times: true } },
    },
    value: (size) => down(size, (left) => ({ left, times: 1 })),
  },
  "exactly one of two": {
    schemas: {
      Whole: { type: "object", properties: { a: true }, oneOf: [{ required: ["a"], properties: { next: { $ref: "#" } } }, { required: ["b"], properties: { next: { $ref: "#" } } }] },
    },
    value: (size) => down(size, (next) => ({ b: 1, ...(next === 1 ? {} : { next }) })),
  },
  "forms within forms, and what is left unevaluated": {
    schemas: {
      Whole: { type: "object", anyOf: [{ $ref: "./Inner.json" }, { required: ["c"] }], unevaluatedProperties: false },
      Inner: { anyOf: [{ properties: { next: { $ref: "./Whole.json" } }, required: ["next"] }, { properties: { a: true }, required: ["a"] }] },
    },
    value: (size) => down(size, (next) => (next === 1 ? { a: 1 } : { next, a: 1 })),
  },
  "all of two that both hold the whole": {
    schemas: { Whole: { allOf: [{ $ref: "./One.json" }, { $ref: "./Other.json" }] }, One: { properties: { next: { $ref: "./Whole.json" } } }, Other: { anyOf: [{ properties: { next: { $ref: "./Whole.json" } } }, false] } },
    value: (size) => down(size, (next) => ({ next })),
  },
  "a condition beside": {
    schemas: { Whole: { if: { properties: { next: { $ref: "#" } } }, then: { properties: { next: { not: { not: { $ref: "#" } } } } } } },
    value: (size) => down(size, (next) => ({ next })),
  },
  "one way that another one joins at every level": {
    schemas: { Whole: { type: "object", properties: { next: { allOf: [{ $ref: "#" }, { $ref: "./Side.json" }] } } }, Side: { type: "object", properties: { next: { $ref: "#" }, no: false } } },
    value: (size) => down(size, (next) => (next === 1 ? {} : { next })),
  },
  "branches that a constant tells apart, which is looked at last": {
    schemas: {
      Whole: { anyOf: [1, 2, 3].map((kind) => ({ allOf: [{ $ref: "./Holding.json" }, { $ref: `./Kind${kind}.json` }] })) },
      Holding: { type: "object", properties: { next: { $ref: "./Whole.json" } }, minProperties: 1 },
      ...Object.fromEntries([1, 2, 3].map((kind) => [`Kind${kind}`, { type: "object", required: ["kind"], properties: { kind: { const: kind } }, minProperties: 1 }])),
    },
    value: (size) => down(size, (next) => (next === 1 ? { kind: 3 } : { kind: 3, next })),
  },
  "a diamond of thirty": {
    schemas: {
      Whole: { $ref: "./D30.json", type: "object" },
      D0: { type: "object", required: ["x"], properties: { x: { not: { required: ["no"] } } } },
      ...Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`D${index + 1}`, { anyOf: [{ required: ["no"], $ref: `./D${index}.json` }, { allOf: [{ $ref: `./D${index}.json` }, { minProperties: 1 }] }] }])),
    },
    value: (size) => ({ x: down(size, (next) => ({ next })) }),
  },
};

function down(levels: number, wrap: (inner: unknown) => unknown): unknown {
  let value: unknown = 1;
  for (let level = 0; level < levels; level += 1) value = wrap(value);
  return value;
}

/** A value whose members count how often they are read. */
function watched(value: unknown, count: () => void): unknown {
  if (Array.isArray(value)) return value.map((item) => watched(item, count));
  if (typeof value !== "object" || value === null) return value;
  return Object.defineProperties(
    {},
    Object.fromEntries(
      Object.entries(value).map(([name, member]) => {
        const inner = watched(member, count);
        const get = (): unknown => {
          count();
          return inner;
        };
        return [name, { get, enumerable: true }];
      }),
    ),
  );
}

describe("a value is not judged again and again", () => {
  it.each(Object.entries(ways))("%s", async (_, { schemas, value }) => {
    const validators = await generatedValidators(schemas);
    const reads = (judge: (watchedValue: unknown) => void, size: number): number => {
      let count = 0;
      judge(watched(value(size), () => (count += 1)));
      return count;
    };
    for (const judge of [(each: unknown) => void validators.is("Whole", each), (each: unknown) => void validators.explain("Whole", each)]) {
      const [one, two, four] = [25, 50, 100].map((size) => reads(judge, size));
      // As many reads a level, however many levels there are.
      expect((four ?? NaN) - (two ?? NaN)).toBeLessThanOrEqual(2.2 * ((two ?? NaN) - (one ?? NaN)));
      expect(four).toBeLessThan(100 * 100);
    }
    expect(validators.is("Whole", value(3))).toBe(validators.explain("Whole", value(3)).length === 0);
  });
});
