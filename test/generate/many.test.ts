import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { compile, memoryHost, type OutputFile, writeOutput } from "@parley/compiler";
import { generateMany } from "@parley/generator-typescript";
import { transform } from "esbuild";
import { describe, expect, it } from "vitest";
import { typeErrors } from "../support/type-check.js";

/** Two documents that build on each other, a file that belongs to neither, and one name in all of them. */
const files = {
  "specs/a.yaml": document({
    Item: { type: "object", required: ["left"], properties: { left: { $ref: "b.yaml#/components/schemas/Item" }, code: { $ref: "parts/code.yaml" } } },
    Twig: { allOf: [{ $ref: "b.yaml#/components/schemas/Branch" }], properties: { leaf: { type: "boolean" } } },
  }),
  "specs/b.yaml": document({
    Item: { type: "object", properties: { right: { type: "array", items: { $ref: "a.yaml#/components/schemas/Item" } } }, additionalProperties: false },
    Branch: { type: "object", required: ["name"], properties: { name: { type: "string", pattern: "^[a-z]+$" } }, patternProperties: { "^x-": true } },
  }),
  "specs/parts/code.yaml": JSON.stringify({ title: "Item", type: "string", pattern: "^[0-9]+$" }),
};

describe("many documents in one run", async () => {
  const generated = await generateFrom(files);

  it("are a folder each; a file that is no document of its own has one too", () => {
    const folders = [...new Set(generated.map(({ path }) => path.split("/").slice(0, -1).join("/")))];
    expect(folders).toEqual(["a", "b", "parts/code", ""]);
    expect(generated.filter(({ path }) => !path.includes("/")).map(({ path }) => path)).toEqual(["support.ts"]);
  });

  it("keep schemas of one name apart, and declare each where it is written", () => {
    expect(textOf(generated, "a/models.ts")).toMatch(/import type \{ (.*, )?Item as Item2 \} from "\.\.\/b\/models\.js";/);
    expect(generated.filter(({ text }) => /export (type|interface) Item\b/.test(text)).map(({ path }) => path)).toEqual(["a/models.ts", "b/models.ts", "parts/code/models.ts"]);
  });

  it("are strict TypeScript", { timeout: 60_000 }, () => {
    expect(typeErrors(generated)).toEqual([]);
  });

  it("may refer to one another in circles: any of the files can be loaded first", async () => {
    const folder = await loadable(generated);
    try {
      for (const { path } of generated) {
        const first = (await import(`${pathToFileURL(join(folder, path)).href.replace(/ts$/, "js")}?first=${path}`)) as object;
        expect(first).toBeDefined();
      }
      const a = (await import(pathToFileURL(join(folder, "a/index.js")).href)) as { readonly [name: string]: (value: unknown) => unknown };
      expect(a.isItem?.({ left: { right: [{ left: {} }] }, code: "12" })).toBe(true);
      expect(a.isItem?.({ left: { right: [{ left: { none: 1 } }] } })).toBe(false);
      expect(a.explainItem?.({ left: { right: [{ left: { none: 1 } }] } })).toMatchObject([{ pointer: "/left/right/0/left/none", at: expect.stringContaining("b.yaml#/components/schemas/Item") }]);
      expect([a.isTwig?.({ name: "ab", leaf: true, "x-a": 1 }), a.isTwig?.({ name: "AB" })]).toEqual([true, false]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("change nothing of each other's output but what they refer to", async () => {
    const more = await generateFrom({ ...files, "specs/0.yaml": document({ Item: { type: "integer" }, Branch: { $ref: "b.yaml#/components/schemas/Branch" } }) });
    for (const { path, text } of generated) expect(textOf(more, path), path).toBe(text);
  });

  it("never share a folder, on no disk", async () => {
    const written = ["specs/Same.yaml", "specs/same.yaml", "specs/same.json", "specs/con.yaml", "specs/COM\u00b9.yaml", "specs/nul..yaml", "specs/ x .yaml", "specs/\u00e9.yaml", "specs/e\u0301.yaml", "specs/a.b.openapi.yaml", "specs/models.ts.yaml"];
    const odd = await generateFrom(Object.fromEntries(written.map((path) => [path, document({ Item: { type: "string" } })])));
    const folders = odd.filter(({ path }) => path.endsWith("/models.ts")).map(({ path }) => path.split("/")[0] ?? "");
    expect(new Set(folders.map((folder) => folder.toLowerCase())).size).toBe(written.length);
    expect(folders).toEqual(expect.arrayContaining(["a-b", "con_", "models-ts"]));
    expect(folders.filter((folder) => /^same-[0-9a-z]{4}$/i.test(folder))).toHaveLength(3);
  });
});

function document(schemas: object): string {
  return JSON.stringify({ openapi: "3.1.0", info: { title: "Part", version: "1.0.0" }, components: { schemas } });
}

async function generateFrom(texts: { readonly [path: string]: string }): Promise<readonly OutputFile[]> {
  const { protocols, diagnostics } = await compile(["specs"], memoryHost(texts));
  expect(diagnostics).toEqual([]);
  return generateMany(protocols, "specs").files;
}

function textOf(generated: readonly OutputFile[], path: string): string {
  return generated.find((file) => file.path === path)?.text ?? "";
}

/** The files as Node.js loads them. */
async function loadable(generated: readonly OutputFile[]): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "parley-many-"));
  const scripts = generated.map(async ({ path, text }) => ({ path: path.replace(/ts$/, "js"), text: (await transform(text, { loader: "ts" })).code }));
  await writeOutput([...(await Promise.all(scripts)), { path: "package.json", text: '{ "type": "module" }' }], folder);
  return folder;
}
