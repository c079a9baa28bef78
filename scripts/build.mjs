// Builds every workspace: type declarations and modules by tsc, then the bundles that users run.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const tsc = spawnSync(process.execPath, [`${root}node_modules/typescript/bin/tsc`, "-b"], { cwd: root, stdio: "inherit" });
process.exitCode = tsc.status ?? 1;
for (const bundle of ["packages/cli/bundle.mjs", "packages/demo/bundle.mjs"]) {
  if (existsSync(root + bundle)) await import(`../${bundle}`);
}
