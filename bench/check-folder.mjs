// Contender of folder.ts: one process that checks documents of a folder, with Parley or with Redocly's core, and prints what it took.
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";

const [tool, folder, ...names] = process.argv.slice(2);
const started = performance.now();
const counts = tool === "parley" ? await withParley() : await withRedocly();
const memory = Math.round(process.resourceUsage().maxRSS / 1024);
console.log(JSON.stringify({ milliseconds: performance.now() - started, processor: process.cpuUsage().user / 1000, memory, ...counts }));

async function withParley() {
  const { compile, diskHost } = await import("@parley/compiler");
  const { protocols, diagnostics } = await compile(names.length === 0 ? ["."] : names, diskHost(resolve(folder)));
  const schemas = new Set(protocols.flatMap((protocol) => [...protocol.schemas.keys()]));
  return { documents: protocols.length, schemas: schemas.size, findings: diagnostics.length };
}

async function withRedocly() {
  const { createConfig, lint } = await import("@redocly/openapi-core");
  const config = await createConfig({ rules: { struct: "error", "no-unresolved-refs": "error" } });
  let findings = 0;
  for (const name of names) findings += (await lint({ ref: join(resolve(folder), name), config })).length;
  const bytes = names.reduce((sum, name) => sum + readFileSync(join(folder, name)).length, 0);
  return { documents: names.length, findings, bytes };
}
