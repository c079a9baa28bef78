import { readdirSync } from "node:fs";
import { basename, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { compile, diskHost, formatDiagnostic } from "@parley/compiler";
import { describe, expect, it } from "vitest";
import { expectGolden } from "../support/golden.js";

const folder = fileURLToPath(new URL("cases", import.meta.url));
const files = readdirSync(folder).filter((name) => !name.endsWith(".txt"));

/** Each file beside the exact diagnostics that it gives; `ok-*` gives none. */
describe("bad text", () => {
  it.each(files)("%s", async (name) => {
    const { diagnostics } = await compile([name], diskHost(folder));
    if (name.startsWith("ok-")) return expect(diagnostics.map((found) => formatDiagnostic(found))).toEqual([]);
    expect(diagnostics.length).toBeGreaterThan(0);
    const text = diagnostics.map((found) => `${formatDiagnostic(found)}\n`).join("\n");
    await expectGolden(join(folder, `${basename(name, extname(name))}.txt`), text);
  });
});
