import { readdirSync } from "node:fs";
import { join } from "node:path";
import { compile, diskHost, formatDiagnostic } from "@parley/compiler";
import { generate } from "@parley/generator-typescript";
import { describe, expect, it } from "vitest";
import { expectGolden } from "../support/golden.js";

const here = import.meta.dirname;
const cases = readdirSync(here, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name);

/** The other tests of this folder import the generated files; here they are held equal to what the generator prints. */
describe.each(cases)("the document %s", (name) => {
  it("becomes these files", async () => {
    const { protocols, diagnostics } = await compile(["entry.yaml"], diskHost(join(here, name)));
    const [protocol] = protocols;
    if (protocol === undefined) throw new Error(`${name} does not compile`);
    const generated = generate(protocol);
    expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
    for (const { path, text } of generated.files) await expectGolden(join(here, name, "gen", path), text);
    await expectGolden(join(here, name, "gen", "diagnostics.txt"), generated.diagnostics.map((found) => `${formatDiagnostic(found)}\n`).join("\n"));
    const found = readdirSync(join(here, name, "gen")).filter((file) => file.endsWith(".ts")).sort();
    expect(found).toEqual(generated.files.map(({ path }) => path).sort());
  });
});
