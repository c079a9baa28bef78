import { readFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "@parley/cli";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { fakeTerminal } from "../support/fake-terminal.js";
import { temporaryFolder } from "../support/temporary-folder.js";
import { good, ring } from "./specifications.js";

const root = join(import.meta.dirname, "../..");
const published = new Ajv2020().compile(JSON.parse(readFileSync(join(root, "packages/cli/parley.config.schema.json"), "utf8")) as object);
const output = { specification: "good.yaml", target: "typescript", out: "gen" };

describe("parley.config.json", () => {
  it("of this repository is valid by the published schema", () => {
    expect(published(JSON.parse(readFileSync(join(root, "parley.config.json"), "utf8")))).toBe(true);
  });

  it.each([
    [{ outputs: [output] }],
    [{ outputs: [{ ...output, options: { validators: "ajv", unsafePatterns: true } }] }],
    [{ $schema: "./schema.json", specifications: ["good.yaml"] }],
  ])("is taken by the schema and by the command: %j", async (configuration) => {
    expect(published(configuration)).toBe(true);
    expect((await checked(JSON.stringify(configuration))).status).toBe(0);
  });

  it.each([
    [[], "The configuration must be an object"],
    [{ output: [] }, 'The configuration knows no key "output"; it knows $schema, specifications, roots, outputs'],
    [{ specifications: "good.yaml" }, "specifications must be a list"],
    [{ specifications: [""] }, "specifications[0] must be a text"],
    [{ outputs: [{ ...output, out: 7 }] }, "outputs[0].out must be a text"],
    [{ outputs: [{ specification: "good.yaml", out: "gen" }] }, "outputs[0].target must be a text"],
    [{ outputs: [{ ...output, watch: true }] }, 'outputs[0] knows no key "watch"; it knows specification, target, out, package, options, paths'],
    [{ outputs: [{ ...output, options: { validators: "zod" } }] }, 'outputs[0].options.validators must be "parley" or "ajv"'],
  ])("is refused by the schema and by the command: %j", async (configuration, says) => {
    expect(published(configuration)).toBe(false);
    expect(await checked(JSON.stringify(configuration))).toEqual({ status: 2, err: `parley: "parley.config.json": ${says}.\n` });
  });

  it("that is no JSON, or is not there, is told", async () => {
    expect((await checked("{")).err).toMatch(/^parley: "parley\.config\.json" is not JSON: .+\.\n$/);
    const terminal = fakeTerminal(temporaryFolder());
    expect(await run(["check"], terminal, "1")).toBe(2);
    expect(await run(["check", "--config", "nowhere.json"], terminal, "1")).toBe(2);
    expect(terminal.written.err).toBe(
      'parley: Name a specification, or write a parley.config.json here.\nparley: Cannot read "nowhere.json": there is no such file or folder.\n',
    );
  });
});

async function checked(text: string): Promise<{ readonly status: number; readonly err: string }> {
  const terminal = fakeTerminal(temporaryFolder({ "parley.config.json": text, "good.yaml": good, "parts/ring.yaml": ring }));
  const status = await run(["check"], terminal, "1");
  return { status, err: terminal.written.err };
}
