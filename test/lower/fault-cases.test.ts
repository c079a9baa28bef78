import { readdirSync } from "node:fs";
import { basename, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { compile, diskHost, formatDiagnostic } from "@parley/compiler";
import { describe, expect, it } from "vitest";
import { documentCodes } from "../../packages/compiler/src/diagnostics/document-codes.js";
import { textCodes } from "../../packages/compiler/src/diagnostics/text-codes.js";
import { expectGolden } from "../support/golden.js";

const folder = fileURLToPath(new URL("faults", import.meta.url));
const files = readdirSync(folder).filter((name) => name.endsWith(".yaml"));

/** Each document beside the exact diagnostics of loading and lowering it. */
describe("faults of documents", () => {
  it.each(files)("%s", async (name) => {
    const { diagnostics } = await compile([name], diskHost(folder));
    const text = diagnostics.map((found) => `${formatDiagnostic(found)}\n`).join("\n");
    expect(diagnostics.map(({ code }) => code)).toContain(name.replace(/(-openapi|\.[a-z]+)?\.yaml$/, ""));
    await expectGolden(join(folder, `${basename(name, extname(name))}.txt`), text);
  });

  it("cover every code of texts and documents", () => {
    const texts = readdirSync(fileURLToPath(new URL("../source/cases", import.meta.url)));
    const covered = [...texts, ...files].map((name) => name.replace(/\.[a-z]+$/, ""));
    // These need bytes, sizes or folders, which test/source makes; the last is in transition-without-trigger.yaml.
    const elsewhere = ["not-text", "not-readable", "too-many-schemas", "file-too-large", "too-large-for-yaml", "directory-without-specification", "second-trigger", "unreadable-remote"];
    const codes = [...Object.keys(textCodes), ...Object.keys(documentCodes)];
    expect(codes.filter((code) => !covered.includes(code) && !elsewhere.includes(code))).toEqual([]);
  });
});
