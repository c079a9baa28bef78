import { describe, expect, it } from "vitest";
import { generatedValidators } from "../support/generated-validators.js";

const kinds = Array.from({ length: 60 }, (_, index) => index);

// hey-api/hey-api#1613
describe("pain 04: a union that is thought too complex is left out", () => {
  it("judges sixty branches, unions within unions, and branches that nothing tells apart", async () => {
    const { is, explain, diagnostics } = await generatedValidators({
      ...Object.fromEntries(kinds.map((kind) => [`Kind${kind}`, { type: "object", required: ["kind", `of${kind}`], properties: { kind: { const: kind }, [`of${kind}`]: { type: "integer" } } }])),
      Half: { oneOf: kinds.slice(0, 30).map((kind) => ({ $ref: `./Kind${kind}.json` })) },
      Rest: { anyOf: kinds.slice(30).map((kind) => ({ $ref: `./Kind${kind}.json` })) },
      Whole: { oneOf: [{ $ref: "./Half.json" }, { $ref: "./Rest.json" }, { type: "string" }, { type: "array", items: { $ref: "#" } }, { type: "object", required: ["free"], properties: { free: { $ref: "#" } } }] },
    });
    expect(diagnostics).toEqual([]);
    for (const kind of kinds) {
      const value = { kind, [`of${kind}`]: 1 };
      expect([is("Whole", value), explain("Whole", value)]).toEqual([true, []]);
      expect(is("Whole", [value, { free: value }, "text"])).toBe(true);
      expect(is("Whole", { ...value, [`of${kind}`]: "1" })).toBe(false);
      // Two branches take it.
      expect(is("Whole", { ...value, free: "text" })).toBe(false);
    }
    expect(is("Whole", { kind: 60, of60: 1 })).toBe(false);
  });
});
