import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { compile, diskHost, type CompileOptions } from "@parley/compiler";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../support/temporary-folder.js";

const entry = (reference: string) => `asyncapi: 3.0.0\ninfo: { title: Bell, version: 1.0.0 }\ncomponents: { schemas: { A: { $ref: ${reference} } } }\n`;

async function hintsOf(folder: string, named: string, options: CompileOptions = {}): Promise<readonly string[]> {
  const { diagnostics } = await compile([named], diskHost(folder), options);
  return diagnostics.map(({ code, hint }) => `${code}: ${hint ?? ""}`);
}

describe("references stay in the folder of the specification", () => {
  const files = { "a/bell.yaml": entry("../b/ring.yaml"), "a/deep/bell.yaml": entry("../ring.yaml"), "a/ring.yaml": "type: string\n", "b/ring.yaml": "type: string\n" };
  const refused = 'reference-outside-root: Allow the folder with --allow-root b, or name it under "roots" in parley.config.json.';

  it("a file of another folder is refused, and the folder to allow is named", async () => {
    expect(await hintsOf(temporaryFolder(files), "a/bell.yaml")).toEqual([refused]);
  });

  it("a folder that is allowed, or that the user named, is read", async () => {
    const folder = temporaryFolder(files);
    expect(await hintsOf(folder, "a/bell.yaml", { roots: ["b"] })).toEqual([]);
    expect(await hintsOf(folder, "a/bell.yaml", { roots: [join(folder, "b")] })).toEqual([]);
    expect(await hintsOf(folder, ".")).toEqual([]);
    expect(await hintsOf(folder, "a")).toEqual([refused]);
  });

  it("an address that may be a file of another folder stays an address: whoever allows the folder has the file read", async () => {
    const schema = (name: string, rest: string) => `$schema: https://json-schema.org/draft/2020-12/schema\n$id: https://example.com/${name}\n${rest}\n`;
    const folder = temporaryFolder({
      "a/bell.yaml": schema("a/bell.yaml", "properties: { ring: { $ref: https://example.com/b/ring.yaml } }"),
      "b/ring.yaml": schema("b/ring.yaml", "type: string"),
    });
    expect(await hintsOf(folder, "a/bell.yaml")).toEqual(["unresolved-remote: Allow the network with --allow-network, or the folder of a copy with --allow-root b."]);
    expect(await hintsOf(folder, "a/bell.yaml", { roots: ["b"] })).toEqual([]);
  });

  it("a folder that links to itself is walked once", async () => {
    const folder = temporaryFolder({ "a/bell.yaml": "asyncapi: 3.0.0\ninfo: { title: Bell, version: 1.0.0 }\n", "a/deep/ring.yaml": "type: string\n" });
    symlinkSync(join(folder, "a"), join(folder, "a/deep/again"));
    symlinkSync(join(folder, "a/deep"), join(folder, "a/deep/itself"));
    const { protocols, diagnostics } = await compile(["a"], diskHost(folder));
    expect(protocols.map(({ name }) => name)).toEqual(["bell"]);
    expect(diagnostics).toEqual([]);
  });

  it("a symbolic link that leads out is refused; one that stays inside is followed", async () => {
    const folder = temporaryFolder({ "a/bell.yaml": entry("./link.yaml"), "a/ring.yaml": "type: string\n", "b/ring.yaml": "type: string\n" });
    symlinkSync(join(folder, "b/ring.yaml"), join(folder, "a/link.yaml"));
    expect(await hintsOf(folder, "a/bell.yaml")).toEqual([expect.stringMatching(/^reference-outside-root: Allow the folder with --allow-root \S+\/b, /)]);
    const inside = temporaryFolder({ "a/bell.yaml": entry("./link.yaml"), "a/ring.yaml": "type: string\n" });
    symlinkSync(join(inside, "a/ring.yaml"), join(inside, "a/link.yaml"));
    expect(await hintsOf(inside, "a/bell.yaml")).toEqual([]);
  });
});
