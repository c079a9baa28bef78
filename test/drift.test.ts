import { readFileSync } from "node:fs";
import { join } from "node:path";
import { compile, diskHost, writeOutput } from "@parley/compiler";
import { generatePackage } from "@parley/generator-typescript";
import { describe, expect, it } from "vitest";
import { textSections } from "../scripts/text-sections.mjs";
import { root } from "./support/specification-files.js";

interface Output {
  readonly specification: string;
  readonly out: string;
  readonly package: string;
}

const { outputs } = JSON.parse(readFileSync(join(root, "parley.config.json"), "utf8")) as { readonly outputs: readonly Output[] };

describe("what is committed is what the compiler makes", () => {
  it("of more than one specification", () => expect(outputs.length).toBeGreaterThan(1));

  it.each(outputs)("$out", async ({ specification, out, package: name }) => {
    const { protocols } = await compile([specification], diskHost(root), { roots: ["specs"] });
    const [protocol] = protocols;
    if (protocol === undefined) throw new Error(`${specification} does not compile`);
    const { files } = await generatePackage(protocol, name);
    expect(files.length).toBeGreaterThan(8);
    const { written, stale } = await writeOutput(files, join(root, out), { check: true });
    expect({ written, stale }, "run: npm run generate").toEqual({ written: [], stale: [] });
  });

  it("of the functions that generated code shares with the compiler", () => {
    expect(readFileSync(join(root, "generators/typescript/src/gen/text-sections.ts"), "utf8"), "run: npm run build").toBe(textSections());
  });

  it("is the same at every run", async () => {
    const [texts, again] = await Promise.all([1, 2].map(async () => {
      const { protocols } = await compile(outputs.map((output) => output.specification), diskHost(root), { roots: ["specs"] });
      const generated = await Promise.all(protocols.map((protocol) => generatePackage(protocol, "some")));
      return generated.flatMap(({ files }) => files.map(({ text }) => text));
    }));
    expect(again).toEqual(texts);
  });
});

it("generated packages depend on the runtime that is here", () => {
  const version = (path: string) => (JSON.parse(readFileSync(join(root, path), "utf8")) as { version: string; dependencies?: Record<string, string> });
  const { dependencies } = version("packages/signalling/package.json");
  expect(dependencies).toEqual({ "@parley/runtime": version("packages/runtime/package.json").version });
});
