import { randomUUID } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { join, posix } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { OutputFile } from "@parley/compiler";
import { build, type Plugin } from "esbuild";

/** Runs generated files as they are, in memory: bundles what one of them exports, and gives it back. */
export async function loadGenerated(files: readonly OutputFile[], entry: string): Promise<{ readonly [name: string]: unknown }> {
  const bundle = await bundleGenerated(files, entry, { format: "iife", globalName: "generated" });
  const run: unknown = new Function(`"use strict"; ${bundle}; return generated;`)();
  return run as { readonly [name: string]: unknown };
}

/** The validators among generated files, those of shared schemas too. */
export async function loadValidators(files: readonly OutputFile[]): Promise<{ readonly [name: string]: unknown }> {
  const entries = files.map(({ path }) => path).filter((path) => /^(common-)?(validators|explain)\.ts$/.test(path));
  return Object.assign({}, ...(await Promise.all(entries.map((entry) => loadGenerated(files, entry))))) as { readonly [name: string]: unknown };
}

/** Runs generated files that import packages too, as Node.js itself imports these. */
export async function importGenerated(files: readonly OutputFile[], entry: string): Promise<{ readonly [name: string]: unknown }> {
  const text = await bundleGenerated(files, entry, { format: "esm", external: ["ajv", "ajv-formats"] });
  const folder = fileURLToPath(new URL("../.tmp/imported/", import.meta.url));
  await mkdir(folder, { recursive: true });
  const path = join(folder, `${randomUUID()}.mjs`);
  await writeFile(path, text);
  return (await import(pathToFileURL(path).href)) as { readonly [name: string]: unknown };
}

/** Bundles generated files that import nothing but one another; any other import is an error. */
export async function bundleGenerated(
  files: readonly OutputFile[],
  entry: string,
  options: { readonly format: "iife" | "esm"; readonly globalName?: string; readonly minify?: boolean; readonly external?: readonly string[] },
): Promise<string> {
  const texts = new Map(files.map((file) => [file.path, file.text]));
  const { external = [], ...others } = options;
  const memory: Plugin = {
    name: "generated",
    setup(setup) {
      setup.onResolve({ filter: /.*/ }, ({ path, importer }) => {
        if (external.some((each) => path === each || path.startsWith(`${each}/`))) return { path, external: true };
        const name = posix.join(posix.dirname(importer), path).replace(/\.js$/, ".ts");
        return texts.has(name) ? { path: name, namespace: "generated" } : { errors: [{ text: `${path} is not among the generated files` }] };
      });
      setup.onLoad({ filter: /.*/, namespace: "generated" }, ({ path }) => ({ contents: texts.get(path) ?? "", loader: "ts" }));
    },
  };
  const result = await build({ entryPoints: [entry], bundle: true, write: false, target: "es2022", logLevel: "silent", plugins: [memory], ...others });
  return result.outputFiles[0]?.text ?? "";
}
