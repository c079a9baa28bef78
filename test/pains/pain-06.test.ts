import { describe, expect, it } from "vitest";
import { generatedValidators } from "../support/generated-validators.js";

const kinds = ["circle", "square", "line", "text"];

// microsoft/kiota#1812, microsoft/kiota#7669
describe("pain 06: the branches of a union are tried one after the other, though a property says which is meant", async () => {
  const { is, explain } = await generatedValidators({
    ...Object.fromEntries(kinds.map((kind) => [kind, { type: "object", required: ["kind", "size"], properties: { size: { type: "integer" }, kind: { const: kind } } }])),
    Figure: { oneOf: kinds.map((kind) => ({ $ref: `./${kind}.json` })) },
  });
  const reads = (kind: string): readonly string[] => {
    const read: string[] = [];
    const spied = new Proxy({ kind, size: 1 }, { get: (target, name) => (read.push(String(name)), Reflect.get(target, name) as unknown) });
    is("Figure", spied);
    return read;
  };

  it.each(kinds)("%s: the constant is read by the union and by the one branch that is meant, the members once", (kind) => {
    expect(reads(kind)).toEqual(["kind", "kind", "size"]);
  });

  it("reads nothing more where no branch is meant", () => expect(reads("other")).toEqual(["kind"]));

  it("says what is wrong in the branch that is meant, and nothing of the others", () => {
    expect(explain("Figure", { kind: "line", size: "1" }).map(({ pointer, keyword }) => [pointer, keyword])).toEqual([["/size", "type"]]);
    expect(explain("Figure", { kind: "other" }).map(({ pointer, keyword }) => [pointer, keyword])).toEqual([["/kind", "oneOf"]]);
  });
});
