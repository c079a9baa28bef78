import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { compile, formatDiagnostic, memoryHost } from "@parley/compiler";
import type { Origin } from "@parley/compiler";
import { describe, expect, it } from "vitest";
import { expectGolden } from "../support/golden.js";

const folder = fileURLToPath(new URL("./lower/", import.meta.url));

async function compileCase(name: string) {
  const text = readFileSync(`${folder}${name}.yaml`, "utf8");
  return compile([`${name}.yaml`], memoryHost({ [`${name}.yaml`]: text }));
}

describe("an OpenAPI document becomes the protocol model", () => {
  it("with its parameters, bodies, answers and security", async () => {
    const { protocols } = await compileCase("library");
    await expectGolden(`${folder}library.json`, `${JSON.stringify(protocols[0], plain, 2)}\n`);
  });

  it.each(["unhandled", "mistakes"])("%s: every diagnostic at once, each with its place", async (name) => {
    const { diagnostics } = await compileCase(name);
    await expectGolden(`${folder}${name}.txt`, `${diagnostics.map((found) => formatDiagnostic(found)).join("\n")}\n`);
  });

  it.each([
    ["3.3.0", "unsupported-version"],
    ["4.0.0", "unsupported-version"],
  ])("of version %s is not read", async (version, code) => {
    const { protocols, diagnostics } = await compile(
      ["a.yaml"],
      memoryHost({ "a.yaml": `openapi: ${version}\ninfo: { title: A, version: "1" }\npaths: {}\n` }),
    );
    expect(protocols).toEqual([]);
    expect(diagnostics.map((found) => found.code)).toEqual([code]);
  });
});

/** Maps as objects, an origin as the place it names. */
function plain(key: string, value: unknown): unknown {
  if (value instanceof Map) return Object.fromEntries(value);
  if (key === "origin") return (value as Origin).pointer;
  return value;
}
