import { compile, memoryHost } from "@parley/compiler";
import { generate } from "@parley/generator-typescript";
import { describe, expect, it } from "vitest";
import { adversaries } from "./adversaries.js";

// No time is asserted: what grows by squares or powers does not end within the test's limit.
describe("documents that punish growth compile and generate", () => {
  it.each(adversaries)("$name: $size", { timeout: 300_000 }, async ({ size, files }) => {
    const texts = Object.fromEntries(Object.entries(files(size)).map(([path, value]) => [path, JSON.stringify(value)]));
    const { protocols, diagnostics } = await compile(["entry.json"], memoryHost(texts));
    expect(diagnostics.filter(({ severity }) => severity === "error").slice(0, 3).map(({ code, message }) => `${code} ${message}`)).toEqual([]);
    const [protocol] = protocols;
    if (protocol === undefined) throw new Error("nothing was compiled");
    const { files: made } = generate(protocol);
    expect(made.map(({ path }) => path)).toContain("validators.ts");
  });
});
