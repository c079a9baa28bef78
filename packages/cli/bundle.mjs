// Bundles the command line: the compiler and the generators inside, in parts that load when they are needed; its dependencies beside.
import { cpSync, readFileSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
// Tests bundle into a folder of their own, so that they never judge a stale build.
const out = process.env.PARLEY_CLI_OUT ?? here("dist");
const { dependencies } = JSON.parse(readFileSync(here("package.json"), "utf8"));

// What `--runtime copy` places beside generated code.
rmSync(`${out}/runtime`, { recursive: true, force: true });
cpSync(here("../runtime/src"), `${out}/runtime`, { recursive: true });

// Parts are named by what they hold: those of an earlier build would stay.
rmSync(`${out}/parts`, { recursive: true, force: true });
await build({
  entryPoints: { parley: here("src/main.ts"), index: here("src/index.ts") },
  outdir: out,
  chunkNames: "parts/[name]-[hash]",
  alias: {
    "@parley/compiler": here("../compiler/src/index.ts"),
    "@parley/generator-typescript": here("../../generators/typescript/src/index.ts"),
  },
  external: [...Object.keys(dependencies), "@asyncapi/parser", "openapi-typescript"],
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node20.19",
  legalComments: "none",
  logLevel: "warning",
});
