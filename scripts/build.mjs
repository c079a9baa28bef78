// Builds every workspace: what the compiler hands to a target as text, then type declarations and modules by tsc, then the bundles that users run,
// then the licence into each package, for its tarball.
import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { writeTextSections } from "./text-sections.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
writeTextSections();
const tsc = spawnSync(process.execPath, [`${root}node_modules/typescript/bin/tsc`, "-b"], { cwd: root, stdio: "inherit" });
process.exitCode = tsc.status ?? 1;
for (const bundle of ["packages/cli/bundle.mjs", "packages/demo/bundle.mjs"]) {
  if (existsSync(root + bundle)) await import(`../${bundle}`);
}
for (const group of ["packages", "generators"]) for (const name of readdirSync(`${root}${group}`)) copyFileSync(`${root}LICENSE`, `${root}${group}/${name}/LICENSE`);
