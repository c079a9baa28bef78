import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { transformSync } from "esbuild";
import { describe, expect, it } from "vitest";
import { generatedValidators } from "../support/generated-validators.js";
import { temporaryFolder } from "../support/temporary-folder.js";

describe("pain 27: validators need eval, CommonJS or a library", async () => {
  const { files } = await generatedValidators({
    Order: { type: "object", required: ["id", "lines"], properties: { id: { type: "string", format: "uuid" }, lines: { type: "array", items: { $ref: "./Line.json" }, uniqueItems: true } }, unevaluatedProperties: false },
    Line: { anyOf: [{ type: "string", pattern: "^[a-z]+$" }, { type: "object", properties: { of: { $ref: "#" } }, required: ["of"] }] },
  });
  const modules = files.filter(({ path }) => /(validators|explain|rules|support)\.ts$/.test(path));

  it("run as plain modules where no code may be made from strings", () => {
    const folder = temporaryFolder();
    for (const { path, text } of modules) writeFileSync(join(folder, path.replace(/\.ts$/, ".js")), transformSync(text, { loader: "ts", format: "esm" }).code);
    writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
    writeFileSync(
      join(folder, "main.js"),
      `import { isOrder } from "./validators.js";
       import { explainOrder } from "./explain.js";
       const order = { id: "5f0c7d1e-8a41-4b62-9c1d-0e7a2b8f4c11", lines: ["a", { of: "b" }] };
       console.log(isOrder(order), explainOrder(order).length, isOrder({ ...order, lines: ["a", "a"] }), explainOrder({ ...order, more: 1 }).length);`,
    );
    const { stdout, stderr } = spawnSync(process.execPath, ["--disallow-code-generation-from-strings", "main.js"], { cwd: folder, encoding: "utf8" });
    expect([stdout.trim(), stderr]).toEqual(["true 0 false 1", ""]);
  });

  it("import nothing but one another", () => {
    for (const { path, text } of modules) {
      const imported = [...text.matchAll(/from "([^"]*)"/g)].map(([, specifier]) => specifier);
      expect(imported.filter((specifier) => specifier?.startsWith("./") !== true), path).toEqual([]);
      expect(text).not.toMatch(/\b(eval|Function|require)\(/);
    }
  });
});
