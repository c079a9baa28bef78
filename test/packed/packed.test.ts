import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { type ReferenceServer, startReferenceServer } from "@parley/reference-server";
import { transform } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { root } from "../support/specification-files.js";

const packages = ["runtime", "signalling", "interconnect", "media-resource", "service-control", "conference", "cli"];

/** What a stranger would write on the first day with each package, and what it says. Both ends are in one program; `conference` calls a server. */
const programs: { readonly [name: string]: string } = {
  terminal: "answered: answer\nhung up: normal\n/id minLength\nCallError false\n",
  "between-operators": "agreed: ic-2026-operator-other\ncame by: operator.example\nanswered: answer\nhung up: normal\n",
  "media-resource": "allocated: https://media-1.operator.example/resources/7d0c1b5e for 120\n",
  "third-party": "found: wss://operator.example/webrtc-signalling/v1\nProtocolError false\n",
  conference: "Bob: moderator, connected\nlocked: true, Weekly\nprecondition-failed: Precondition failed\n",
};
const textOf = (name: string) => readFileSync(join(import.meta.dirname, `${name}.ts`), "utf8");

describe("the packages as they are published: packed, not linked", () => {
  let folder = "";
  let server: ReferenceServer | undefined;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "parley-packed-"));
    const tarballs: string[] = [];
    for (const path of [...packages.map((name) => `packages/${name}`), "node_modules/ws"]) {
      const [packed] = JSON.parse(await npm(["pack", "--json", "--pack-destination", folder], join(root, path))) as { filename: string }[];
      tarballs.push(`./${packed?.filename ?? ""}`);
    }
    writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "stranger", private: true, type: "module" }));
    await npm(["install", "--no-audit", "--no-fund", "--prefer-offline", ...tarballs], folder);
    for (const name of Object.keys(programs)) writeFileSync(join(folder, `${name}.ts`), textOf(name));
    server = await startReferenceServer();
    const tokens = Object.fromEntries(server.users.map(({ name, token }) => [name, token]));
    writeFileSync(join(folder, "server.js"), `export const server = ${JSON.stringify(server.url)};\nexport const tokens = ${JSON.stringify(tokens)};\n`);
    writeFileSync(join(folder, "server.d.ts"), "export declare const server: string;\nexport declare const tokens: { alice: string; bob: string };\n");
  }, 180_000);

  afterAll(async () => {
    await server?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it.each(["bundler", "nodenext"])("type-checks under moduleResolution %s", async (resolution) => {
    const options = {
      strict: true, exactOptionalPropertyTypes: true, noEmit: true, target: "es2022", lib: ["es2022", "dom"], types: [],
      module: resolution === "nodenext" ? "nodenext" : "esnext", moduleResolution: resolution,
    };
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions: options, files: Object.keys(programs).map((name) => `${name}.ts`) }));
    expect(await run(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "-p", folder], folder)).toBe("");
  });

  it.each(Object.entries(programs))("runs: %s", async (name, said) => {
    const { code } = await transform(textOf(name), { loader: "ts", format: "esm", target: "node20" });
    writeFileSync(join(folder, `${name}.mjs`), code);
    expect(await run(process.execPath, [`${name}.mjs`], folder)).toBe(said);
  });

  it("brings a command line that works", async () => {
    mkdirSync(join(folder, "specs"), { recursive: true });
    writeFileSync(join(folder, "specs/tiny.yaml"), "asyncapi: 3.0.0\ninfo: { title: Tiny, version: 1.0.0 }\n");
    expect(await run(process.execPath, ["node_modules/.bin/parley", "check", "specs/tiny.yaml"], folder)).not.toContain("error");
    expect(readdirSync(join(folder, "node_modules", "@parley")).sort()).toEqual([...packages].sort());
  });

  it("brings what a package needs and nothing of the workshop", () => {
    for (const name of packages) {
      const files = readdirSync(join(folder, "node_modules/@parley", name), { recursive: true, encoding: "utf8" });
      expect(files.filter((file) => /\.test\.|tsconfig|tsbuildinfo/.test(file)), name).toEqual([]);
      expect(files, name).toContain("package.json");
      expect(files, name).toContain("README.md");
      expect(files, name).toContain("LICENSE");
    }
  });
});

function npm(args: readonly string[], directory: string): Promise<string> {
  return run(process.platform === "win32" ? "npm.cmd" : "npm", args, directory);
}

/** Runs a command and returns what it printed; fails with everything it said. */
async function run(command: string, args: readonly string[], directory: string): Promise<string> {
  try {
    return (await promisify(execFile)(command, args, { cwd: directory })).stdout;
  } catch (error) {
    const { stdout, stderr } = error as { stdout?: string; stderr?: string };
    throw new Error(`${command} ${args.join(" ")}\n${stdout ?? ""}${stderr ?? ""}`, { cause: error });
  }
}
