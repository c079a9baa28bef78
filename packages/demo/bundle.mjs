// Bundles the page into dist/page: plain files that any web server can serve.
import { copyFile, mkdir, readdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = fileURLToPath(new URL(".", import.meta.url));
const out = `${here}dist/page`;
await mkdir(out, { recursive: true });
await build({
  entryPoints: { main: `${here}src/main.ts`, "timer-worker": `${here}src/timer-worker.ts` },
  outdir: out, bundle: true, format: "esm", target: "es2022", minify: true, sourcemap: false, logLevel: "warning",
});
for (const file of await readdir(`${here}page`)) await copyFile(`${here}page/${file}`, `${out}/${file}`);
