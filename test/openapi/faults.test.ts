import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { compile, diskHost, formatDiagnostic } from "@parley/compiler";
import { describe, expect, it } from "vitest";
import { openApiCodes } from "../../packages/compiler/src/diagnostics/openapi-codes.js";
import { expectGolden } from "../support/golden.js";

const folder = fileURLToPath(new URL("faults", import.meta.url));
const files = readdirSync(folder).filter((name) => name.endsWith(".yaml"));

/** What OpenAPI's text asks of a document: each case breaks one of its demands, is told so under one code, and under no other. */
describe("faults of OpenAPI documents", () => {
  it.each(files)("%s", async (name) => {
    const { diagnostics } = await compile([name], diskHost(folder));
    const text = diagnostics.map((found) => `${formatDiagnostic(found)}\n`).join("\n");
    // What the model has no place for is told as well.
    const codes = new Set(diagnostics.map(({ code }) => code).filter((code) => code !== "unsupported-keyword"));
    expect([...codes], text).toEqual([name.replace(/\..*$/, "")]);
    await expectGolden(join(folder, name.replace(/\.yaml$/, ".txt")), text);
  });

  it("cover every code that only OpenAPI documents have", () => {
    const covered = new Set(files.map((name) => name.replace(/\..*$/, "")));
    expect(Object.keys(openApiCodes).filter((code) => !covered.has(code))).toEqual([]);
  });
});
