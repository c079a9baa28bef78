import { describe, expect, it } from "vitest";
import { loadGenerated, loadValidators } from "../support/load-generated.js";
import { refTo, typedSchemas } from "../support/typed-schemas.js";

// orval#2332, #3651; typed-openapi#147
describe("pain 10: recursive schemas become any, lose their names, or fail when they are imported", async () => {
  const { files, models, errorsIn } = await typedSchemas({
    Tree: { type: "object", required: ["children"], properties: { children: { type: "array", items: refTo("Tree") }, owner: refTo("Owner") } },
    Owner: { type: "object", properties: { trees: { type: "object", additionalProperties: refTo("Tree") } } },
    Json: { anyOf: [{ type: "string" }, { type: "array", items: refTo("Json") }, { type: "object", additionalProperties: refTo("Json") }] },
  });

  it("types name one another", { timeout: 60_000 }, () => {
    expect(models).not.toMatch(/\bany\b/);
    expect(models).toContain("readonly children: readonly Tree[];");
    expect(errorsIn(`
      import type { Json, Tree } from "./models.js";
      export const tree: Tree = { children: [{ children: [], owner: { trees: { a: { children: [] } } } }] };
      export const json: Json = { a: [["b"]] };
      // @ts-expect-error
      export const wrong: Tree = { children: [{ children: [1] }] };
    `)).toEqual([]);
  });

  it("validators and tables load, in any order, and go as deep as the value", async () => {
    for (const { path } of files) expect(await loadGenerated(files, path)).toBeDefined();
    const { isTree, explainTree } = (await loadValidators(files)) as { readonly [name: string]: (value: unknown) => unknown };
    const deep = (leaf: unknown): unknown => Array.from({ length: 50 }).reduce((inner) => ({ children: [inner] }), leaf);
    expect([isTree?.(deep({ children: [] })), isTree?.(deep({ children: 1 }))]).toEqual([true, false]);
    expect(explainTree?.(deep({ children: 1 }))).toHaveLength(1);
  });
});
