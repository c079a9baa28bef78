import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";

const program = fileURLToPath(new URL("../../packages/cli/bin/parley.js", import.meta.url));
const watching = `
  import { register } from "node:module";
  import net from "node:net";
  net.Socket.prototype.connect = () => { throw new Error("the network was asked"); };
  globalThis.fetch = () => { throw new Error("the network was asked"); };
  const hooks = 'import { writeSync } from "node:fs"; export async function load(url, context, next) { writeSync(2, "loaded " + url + "\\\\n"); return next(url, context); }';
  register("data:text/javascript," + encodeURIComponent(hooks));
`;
const folder = mkdtempSync(join(tmpdir(), "parley-start-"));
afterAll(() => rmSync(folder, { recursive: true }));

// asyncapi/cli#1387, #2269; openapi-generator-cli#42, #235, #431, #619, #1190
describe("pain 25: a heavy install, a slow start, and nothing without the network", () => {
  writeFileSync(join(folder, "entry.json"), '{ "openapi": "3.1.0", "info": { "title": "Start", "version": "1.0.0" }, "paths": {} }');
  writeFileSync(join(folder, "watch.mjs"), watching);

  it.each([["--help"], ["--version"]])("%s loads what reads a command line, and nothing else", (...words) => {
    const loaded = packagesLoadedBy(words);
    expect(loaded.packages).toEqual(["commander"]);
    expect(loaded.parts).not.toEqual(expect.arrayContaining([expect.stringMatching(/^(check|generate)-/)]));
  });

  it("check loads no generator, no templates, and no YAML where there is none", () => {
    const loaded = packagesLoadedBy(["check", "entry.json"]);
    expect(loaded.packages).toEqual(["commander"]);
    expect(loaded.parts).toEqual(expect.arrayContaining([expect.stringMatching(/^check-/)]));
    expect(loaded.parts).not.toEqual(expect.arrayContaining([expect.stringMatching(/^(generate|yaml-reader|oracle)-/)]));
  });
});

/** The packages and the parts of the program that a command loads; any use of the network ends it. */
function packagesLoadedBy(words: readonly string[]): { readonly packages: readonly string[]; readonly parts: readonly string[] } {
  const { status, stderr } = spawnSync(process.execPath, ["--import", "./watch.mjs", program, ...words], { cwd: folder, encoding: "utf8" });
  expect({ status, stderr: stderr.replace(/^loaded .*\n/gm, "") }).toEqual({ status: 0, stderr: "" });
  const loaded = [...stderr.matchAll(/^loaded (.*)$/gm)].map(([, address = ""]) => address);
  const named = (pattern: RegExp): readonly string[] => [...new Set(loaded.flatMap((address) => pattern.exec(address)?.[1] ?? []))].sort();
  return { packages: named(/\/node_modules\/((?:@[^/]+\/)?[^/]+)\//), parts: named(/\/dist\/parts\/(.*)$/) };
}
