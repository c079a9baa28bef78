import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { describe, expect, it } from "vitest";
import { root } from "../support/specification-files.js";

/** What a bundler makes for a page that imports these names of a package. */
async function bundled(folder: string, ...names: readonly string[]): Promise<string> {
  const contents = `import { ${names.join(", ")} } from ${JSON.stringify(join(root, "packages", folder, "src/gen/index.ts"))};\nglobalThis.used = [${names.join(", ")}];`;
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: root, loader: "ts" }, bundle: true, minify: true, format: "esm", target: "es2022", write: false,
    alias: { "@parley/runtime": join(root, "packages/runtime/src/index.ts") },
  });
  return outputFiles[0]?.text ?? "";
}

describe("what a page brings", () => {
  it.each([
    ["signalling", "connectSignalling", "serveSignalling"],
    ["interconnect", "connectInterconnect", "serveInterconnect"],
    ["media-resource", "connectMediaResource", "serveMediaResource"],
  ])("%s: each end has the machines of its own role only", async (folder, connects, serves) => {
    const [client, server] = [await bundled(folder, connects), await bundled(folder, serves)];
    expect([client.includes("terminalConnection:"), client.includes("functionConnection:")]).toEqual([true, false]);
    expect([server.includes("terminalConnection:"), server.includes("functionConnection:")]).toEqual([false, true]);
  });

  it("a validator comes without the rest", async () => {
    expect((await bundled("signalling", "isMediaState")).length).toBeLessThan(1_000);
  });

  // Half of it is the runtime, a third the validators. Who lets it grow says so here.
  it("a client of the user-network interface stays under 48 kB, compressed", async () => {
    expect(gzipSync(await bundled("signalling", "connectSignalling"), { level: 9 }).length).toBeLessThan(48_000);
  });
});
