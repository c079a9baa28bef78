import { describe, expect, it } from "vitest";
import { generatedValidators } from "../support/generated-validators.js";

interface Way {
  readonly schema: unknown;
  readonly leaf: unknown;
  /** Puts a value one level below another. */
  readonly down: (inner: unknown) => unknown;
}

const member = (next: unknown): unknown => ({ next });
const item = (inner: unknown): unknown => [inner];

/** Schemas that go as deep as the value, each another way. */
const ways: Readonly<Record<string, Way>> = {
  Member: { schema: { type: "object", properties: { next: { $ref: "#" }, back: { $ref: "#" } } }, leaf: {}, down: member },
  Closed: { schema: { type: "object", properties: { next: { $ref: "#" } }, additionalProperties: false }, leaf: {}, down: member },
  Item: { schema: { type: "array", items: { $ref: "#" } }, leaf: [], down: item },
  Form: { schema: { oneOf: [{ type: "string" }, { type: "array", items: { anyOf: [{ $ref: "#" }, { type: "null" }] } }] }, leaf: [], down: item },
  Named: { schema: { type: "object", additionalProperties: { oneOf: [{ type: "string" }, { $ref: "#" }] } }, leaf: {}, down: member },
  Tuple: { schema: { prefixItems: [{ $ref: "#" }], items: false }, leaf: [], down: item },
  Negated: { schema: { type: "object", properties: { next: { not: { not: { $ref: "#" } } } } }, leaf: {}, down: member },
  Built: { schema: { allOf: [{ $ref: "./Member.json" }, { properties: { other: { type: "string" } } }] }, leaf: {}, down: member },
  Outside: { schema: { type: "object", properties: { next: { not: { required: ["no"], $ref: "./Member.json" } } } }, leaf: {}, down: member },
  Different: { schema: { type: "array", uniqueItems: true }, leaf: [], down: item },
};

const limit = 128;

describe("validators that go as deep as the value", async () => {
  const validators = await generatedValidators({
    ...Object.fromEntries(Object.entries(ways).map(([name, { schema }]) => [name, schema])),
    Plain: { type: "object", properties: { texts: { type: "array", uniqueItems: true, items: { type: "string" } }, anything: {} } },
  });
  const tooDeep = [{ pointer: "", keyword: "depth", expected: "at most 128 levels", found: "more", at: expect.stringMatching(/\.json#$/) as string }];
  const nested = ({ leaf, down }: Way, levels: number): unknown => {
    let value = leaf;
    for (let level = 1; level < levels; level += 1) value = down(value);
    return value;
  };

  it.each(Object.entries(ways))("%s: valid up to the limit; one issue beyond it, and no exception", (name, way) => {
    const deepest = nested(way, limit);
    expect(validators.explain(name, deepest)).toEqual([]);
    expect(validators.is(name, deepest)).toBe(true);
    for (const levels of [limit + 1, limit + 2, 100_000]) {
      const value = nested(way, levels);
      expect(validators.is(name, value)).toBe(false);
      expect(validators.explain(name, value)).toEqual(tooDeep);
    }
    expect(validators.is(name, deepest)).toBe(true);
  });

  it("end with a value that holds itself, more than once too", () => {
    const value: Record<string, unknown> = {};
    Object.assign(value, { next: value, back: value });
    expect(validators.is("Member", value)).toBe(false);
    expect(validators.explain("Member", value)).toEqual(tooDeep);
  });

  it("compare items however deep they are", () => {
    const [one, other] = [1, 2].map((leaf) => nested({ schema: {}, leaf, down: item }, 100_000));
    expect(validators.is("Different", [one, other])).toBe(false);
    expect(validators.explain("Different", [one, other])).toEqual(tooDeep);
  });

  it("are judged as ever after a value that throws", () => {
    const value = { get next(): unknown { throw new Error("no"); } };
    expect(() => validators.is("Member", value)).toThrow("no");
    expect(validators.is("Member", nested({ schema: {}, leaf: {}, down: member }, limit + 1))).toBe(false);
  });

  it("cost nothing where a schema has an end", () => {
    const text = validators.files.find(({ path }) => path === "validators.ts")?.text ?? "";
    expect(text).toContain("nested(value, isMemberOfAnyDepth)");
    expect(text).not.toContain("isPlainOfAnyDepth");
    expect(validators.is("Plain", { anything: nested({ schema: {}, leaf: {}, down: member }, 100_000) })).toBe(true);
  });
});
