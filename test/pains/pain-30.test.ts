import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync, mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";

const program = fileURLToPath(new URL("../../packages/cli/bin/parley.js", import.meta.url));
const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true })));

// openapi-generator#11551, #1961, #3507; asyncapi/generator#1102, #425, #538; gel-js#559; docusaurus-openapi-docs#819
describe("pain 30: output depends on the order of files, the time, the place, or the network", () => {
  it("is the same bytes in every run: whatever the time zone, the language and the order in which files were written", { timeout: 120_000 }, () => {
    const one = generatedIn(["a.yaml", "b.yaml", "Z.yaml", "ä.yaml"], { TZ: "UTC", LC_ALL: "C" });
    const other = generatedIn(["ä.yaml", "Z.yaml", "b.yaml", "a.yaml"], { TZ: "Asia/Tokyo", LC_ALL: "sv_SE.UTF-8", LANG: "sv_SE.UTF-8" });
    expect(other).toEqual(one);
    expect(Object.keys(one).length).toBeGreaterThan(10);
    expect(Object.values(one).join("\n")).not.toMatch(/\b20\d\d-\d\d-\d\d\b/);
  });
});

/** The output of a folder, by path; any use of the network ends the program. */
function generatedIn(names: readonly string[], environment: { readonly [name: string]: string }): { readonly [path: string]: string } {
  const folder = mkdtempSync(join(tmpdir(), "parley-same-"));
  folders.push(folder);
  mkdirSync(join(folder, "specs"));
  for (const name of names) writeFileSync(join(folder, "specs", name), document(name));
  writeFileSync(join(folder, "offline.mjs"), offline);
  const { status, stderr } = spawnSync(process.execPath, ["--import", "./offline.mjs", program, "generate", "specs", "--out", "gen"], {
    cwd: folder,
    encoding: "utf8",
    env: { PATH: process.env.PATH ?? "", ...environment },
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  const paths = readdirSync(join(folder, "gen"), { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(".ts")).sort();
  return Object.fromEntries(paths.map((path) => [path, readFileSync(join(folder, "gen", path), "utf8")]));
}

function document(name: string): string {
  const schemas = { Item: { type: "object", properties: { name: { const: name }, first: { $ref: "a.yaml#/components/schemas/Item" } } }, a: { type: "string" }, z: { type: "string" } };
  return JSON.stringify({ openapi: "3.1.0", info: { title: "Same", version: "1.0.0" }, components: { schemas } });
}

const offline = `
  import net from "node:net";
  net.Socket.prototype.connect = () => { throw new Error("the network was asked"); };
  globalThis.fetch = () => { throw new Error("the network was asked"); };
`;
