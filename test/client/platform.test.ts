import { build } from "esbuild";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";

const runtime = "packages/runtime/src";
const generated = "packages/signalling/src/gen";

test("the client and the runtime are made for any platform: nothing of Node's is in them", async () => {
  const result = await build({
    stdin: { contents: 'export * from "@parley/signalling";', resolveDir: process.cwd() },
    alias: { "@parley/signalling": `./${generated}/index.ts`, "@parley/runtime": `./${runtime}/index.ts` },
    bundle: true,
    platform: "neutral",
    format: "esm",
    write: false,
    metafile: true,
    logLevel: "silent",
  });
  const outside = Object.values(result.metafile.inputs).flatMap(({ imports }) => imports.filter(({ external }) => external));
  expect(outside).toEqual([]);
});

test.each([runtime, generated])("%s says nothing of node:, require, process or Buffer", async (folder) => {
  const files = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith(".ts"));
  expect(files.length).toBeGreaterThan(5);
  for (const name of files) {
    const code = (await readFile(join(folder, name), "utf8")).replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "");
    expect(code.match(/["']node:|\brequire\(|\bprocess\.|\bBuffer\b/g), name).toBeNull();
  }
});

test("one function of the package is taken without the rest", async () => {
  const sizeOf = async (contents: string): Promise<number> => {
    const { outputFiles } = await build({
      stdin: { contents, resolveDir: process.cwd() },
      alias: { "@parley/signalling": `./${generated}/index.ts`, "@parley/runtime": `./${runtime}/index.ts` },
      bundle: true, minify: true, platform: "neutral", format: "esm", write: false, logLevel: "silent",
    });
    return outputFiles[0]?.contents.length ?? 0;
  };
  const one = await sizeOf('export { isCause } from "@parley/signalling";');
  const client = await sizeOf('export { connectSignalling } from "@parley/signalling";');
  expect(one).toBeGreaterThan(0);
  expect(one).toBeLessThan(client / 5);
});
