import { mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { compile, formatDiagnostic, memoryHost } from "@parley/compiler";
import { generate } from "@parley/generator-typescript";
import type { OutputFile } from "@parley/compiler";
import { expectGolden } from "../support/golden.js";

/** Generates from `<name>/<name>.yaml` of this folder. */
export async function generated(name: string): Promise<{ readonly files: readonly OutputFile[]; readonly diagnostics: string }> {
  const file = `${name}.yaml`;
  const { protocols, diagnostics } = await compile([file], memoryHost({ [file]: readFileSync(folderOf(name) + file, "utf8") }));
  const [protocol] = protocols;
  if (protocol === undefined) throw new Error(diagnostics.map((found) => formatDiagnostic(found)).join("\n"));
  const printed = generate(protocol);
  return { files: printed.files, diagnostics: [...diagnostics, ...printed.diagnostics].map((found) => formatDiagnostic(found)).join("\n") };
}

/** What this folder's tests are about. Of the other files, those stand beside that were printed with these. */
const held = ["client.ts", "server.ts", "operations.ts", "callbacks.ts", "problems.ts"];

/** Holds what stands in `<name>/gen`, from which tests import, to what is generated. */
export async function expectGenerated(name: string, files: readonly OutputFile[]): Promise<void> {
  const folder = `${folderOf(name)}gen/`;
  mkdirSync(folder, { recursive: true });
  for (const { path, text } of files) if (held.includes(path) || process.env.UPDATE === "1") await expectGolden(folder + path, text);
  for (const path of readdirSync(folder)) {
    if (files.some((file) => file.path === path)) continue;
    if (process.env.UPDATE !== "1") throw new Error(`${folder}${path} is generated no more`);
    rmSync(folder + path);
  }
}

function folderOf(name: string): string {
  return fileURLToPath(new URL(`./${name}/`, import.meta.url));
}
