import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { catalogueCodes, compile, diskHost, formatDiagnostic } from "@parley/compiler";
import { describe, expect, it } from "vitest";
import { expectGolden } from "../support/golden.js";

/** Codes that no small file can show, and where they are tested. */
const elsewhere: Readonly<Record<string, string>> = {
  "discriminator-not-asserted": "test/generate: the target tells it",
  "unjudged-content": "test/generate: the target tells it",
  "oracle-objects": "test/cli: it takes the oracle",
  "unreadable-remote": "test/source: it takes a server",
  "file-too-large": "test/cli: it takes a large file",
  "too-large-for-yaml": "test/source: it takes a large file",
  "too-many-schemas": "test/source: it takes a large file",
  "not-readable": "test/source: it takes a host that refuses",
  "not-text": "test/cli: it takes bytes that are no text",
  "directory-without-specification": "test/cli: it takes a folder",
};

const folders = readdirSync(import.meta.dirname, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map((entry) => entry.name);

// A case is a file beside its golden text: what a user sees. A file whose name begins with `ok-` is one that the rule leaves alone.
describe.each(folders)("%s", (code) => {
  const folder = join(import.meta.dirname, code);
  const cases = readdirSync(folder).filter((name) => /\.(ya?ml|json)$/.test(name));

  it.each(cases)("%s", async (name) => {
    const { diagnostics } = await compile([name], diskHost(folder));
    const text = diagnostics.map((one) => `${formatDiagnostic(one)}\n`).join("\n");
    if (name.startsWith("ok-")) {
      expect(text).toBe("");
      return;
    }
    // The compiler warns of a keyword that it does not know, whatever a rule has to say of it.
    const codes = new Set(diagnostics.map((one) => one.code).filter((one) => one === code || one !== "unsupported-keyword"));
    expect([...codes], text).toEqual([code]);
    await expectGolden(join(folder, name.replace(/\.[^.]+$/, ".txt")), text);
  });

  it("has a case that it finds", () => {
    expect(cases.filter((name) => !name.startsWith("ok-"))).not.toEqual([]);
    expect(readdirSync(folder).filter((name) => name.endsWith(".txt")).sort()).toEqual(cases.filter((name) => !name.startsWith("ok-")).map((name) => name.replace(/\.[^.]+$/, ".txt")).sort());
  });
});

describe("the catalogue", () => {
  it("has a case for every code", () => {
    const shown = new Set(Object.keys(elsewhere));
    for (const golden of goldens()) for (const [, code = ""] of golden.matchAll(/^\S.*?: (?:error|warning) ([a-z-]+)$/gm)) shown.add(code);
    expect(catalogueCodes.filter((code) => !shown.has(code))).toEqual([]);
  });

  it("has a rule in a file of its name for every code of a rule", () => {
    const folder = join(import.meta.dirname, "../../packages/compiler/src/rules");
    const rules = readdirSync(folder).map((name) => name.replace(/\.ts$/, ""));
    const index = ["specified-rules.ts", "coverage-rules.ts"].map((name) => readFileSync(join(folder, name), "utf8")).join("");
    for (const rule of rules.filter((name) => catalogueCodes.some((code) => code === name))) expect(index).toContain(`from "./${rule}.js"`);
  });
});

/** The text of every golden of every test. */
function goldens(): readonly string[] {
  const root = join(import.meta.dirname, "..");
  const paths = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(".txt") && !path.includes(".tmp"));
  return paths.map((path) => readFileSync(join(root, path), "utf8"));
}
