import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { median, type Run, timeProcess } from "./process-time.js";

const root = fileURLToPath(new URL("..", import.meta.url));
const rounds = 5;
const deadline = 60_000;

interface Contender {
  readonly name: string;
  readonly command: readonly string[];
}

/**
 * The whole compile (every file printed and written, from a cold process) beside what others need to read the same document:
 * `@asyncapi/parser` parsing alone, `openapi-typescript` printing types alone. Whole processes in turn, medians and ratios of one run.
 */
export async function compileBenchmark(): Promise<void> {
  console.log(`compile: whole processes, median of ${rounds} rounds in turn, first round not counted, Node.js ${process.versions.node}`);
  for (const path of documents()) {
    const out = mkdtempSync(join(tmpdir(), "parley-bench-"));
    try {
      await compare(path, out);
    } finally {
      rmSync(out, { recursive: true, force: true });
    }
  }
}

async function compare(path: string, out: string): Promise<void> {
  const ours: Contender = { name: "parley generate", command: [process.execPath, "packages/cli/bin/parley.js", "generate", path, "--target", "typescript", "--out", join(out, "gen")] };
  const other: Contender = path.endsWith(".asyncapi.yaml")
    ? { name: "@asyncapi/parser, parse alone", command: [process.execPath, "bench/parse-asyncapi.mjs", path] }
    : { name: "openapi-typescript", command: [process.execPath, "node_modules/openapi-typescript/bin/cli.js", path, "-o", join(out, "types.ts")] };
  const runs = new Map<Contender, Run[]>([[ours, []], [other, []]]);
  for (let round = 0; round <= rounds; round += 1) {
    for (const [contender, list] of runs) {
      if (list.at(-1)?.kind === "stopped") continue;
      rmSync(join(out, "gen"), { recursive: true, force: true });
      const run = await timeProcess(contender.command, root, deadline);
      if (run.kind === "failed") throw new Error(`${contender.name} failed on ${path}: ${run.output}`);
      if (round > 0 || run.kind === "stopped") list.push(run);
    }
  }
  const [mine, theirs] = [medianOf(runs.get(ours)), medianOf(runs.get(other))];
  console.log(`\n${path} (${(readFileSync(join(root, path)).length / 1024).toFixed(1)} KiB, without what it refers to)`);
  console.log(`  ${ours.name.padEnd(32)} ${text(mine)}`);
  console.log(`  ${other.name.padEnd(32)} ${text(theirs)}`);
  if (mine !== undefined) console.log(`  ratio                            ${theirs === undefined ? `> ${(deadline / mine).toFixed(1)}` : (theirs / mine).toFixed(2)} x`);
}

function medianOf(runs: readonly Run[] | undefined): number | undefined {
  return median((runs ?? []).flatMap((run) => (run.kind === "finished" ? [run.milliseconds] : [])));
}

function text(milliseconds: number | undefined): string {
  return milliseconds === undefined ? `> ${deadline / 1000} s` : `${milliseconds.toFixed(0).padStart(6)} ms`;
}

function documents(): readonly string[] {
  return readdirSync(join(root, "specs"), { recursive: true, encoding: "utf8" })
    .map((name) => `specs/${name.replaceAll("\\", "/")}`)
    .filter((path) => path.endsWith(".yaml") && /^(asyncapi|openapi):/m.test(readFileSync(join(root, path), "utf8")))
    .sort();
}
