import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { compile, diskHost, formatDiagnostic, type Protocol } from "@parley/compiler";
import { generate, planProtocol } from "@parley/generator-typescript";
import { describe, expect, it } from "vitest";
import { expectGolden } from "../support/golden.js";
import { loadValidators } from "../support/load-generated.js";
import { typeErrors } from "../support/type-check.js";

const here = fileURLToPath(new URL(".", import.meta.url));
const cases = readdirSync(here, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map((entry) => entry.name);

describe.each(cases)("%s", async (name) => {
  const { protocols } = await compile(["entry.yaml"], diskHost(join(here, name)));
  const [protocol] = protocols;
  if (protocol === undefined) throw new Error(`${name} does not compile`);
  const { files, diagnostics } = generate(protocol);

  it("becomes these files", async () => {
    for (const file of files) if (file.path !== "support.ts") await expectGolden(join(here, name, "gen", file.path), file.text);
    const found = readdirSync(join(here, name, "gen")).filter((file) => file.endsWith(".ts")).sort();
    expect(found).toEqual(files.map((file) => file.path).filter((path) => path !== "support.ts").sort());
  });

  it("says what it cannot say", async () => {
    await expectGolden(join(here, name, "gen", "diagnostics.txt"), diagnostics.map((found) => `${formatDiagnostic(found)}\n`).join("\n"));
  });

  it("is strict TypeScript", { timeout: 60_000 }, () => {
    expect(typeErrors(files)).toEqual([]);
  });

  it("accepts its examples", async () => {
    const loaded = await loadValidators(files);
    for (const { validator, example } of examplesOf(protocol)) {
      const is = loaded[`is${validator}`];
      const explain = loaded[`explain${validator}`];
      if (typeof is !== "function" || typeof explain !== "function") throw new Error(`No validators for ${validator}`);
      expect(explain(example)).toEqual([]);
      expect(is(example)).toBe(true);
    }
  });

  it("imports nothing but itself and the runtime, and keeps to the width", () => {
    for (const { path, text } of files) {
      const imported = [...text.matchAll(/(?:from|import\(|require\()\s*"([^"]*)"/g)].map(([, specifier]) => specifier);
      const allowed = /^(models|common|support|index|.*(validators|explain|rules))\.ts$/.test(path) ? /^\.\/[\w-]+\.js$/ : /^(\.\/[\w-]+\.js|@parley\/runtime(\/http|\/messages)?)$/;
      expect(imported.filter((specifier) => specifier === undefined || !allowed.test(specifier)), path).toEqual([]);
      expect(text).not.toMatch(/\brequire\(/);
      expect(text.split("\n").filter((line) => line.length > 140), path).toEqual([]);
    }
  });
});

function examplesOf(protocol: Protocol) {
  const { declarations } = planProtocol(protocol, {}, () => {});
  return declarations.flatMap(({ name, schema }) => {
    const ofMessages = [...protocol.messages.values()].filter((message) => message.payload === schema.id).flatMap((message) => message.examples.map(({ payload }) => payload));
    return [...(schema.notes.examples ?? []), ...ofMessages].map((example) => ({ validator: name, example }));
  });
}
