import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { median } from "./process-time.js";

const root = fileURLToPath(new URL("..", import.meta.url));
const rounds = 3;

/** A process that checked documents: wall and processor time in milliseconds, the most memory it had in MiB. */
interface Checked {
  readonly milliseconds: number;
  readonly processor: number;
  readonly memory: number;
  readonly documents: number;
  readonly schemas?: number;
  readonly findings: number;
}

/**
 * A folder of 249 documents that refer to one another, checked in one run; and some of them beside Redocly's core, which checks the same two
 * things in them (structure, references). Whole processes in turn, medians and ratios of one run.
 */
export async function folderBenchmark(): Promise<void> {
  const corpora = process.env.PARLEY_CORPORA;
  if (corpora === undefined || corpora === "") {
    console.log("folder: needs PARLEY_CORPORA/3gpp-rel17, which is not set");
    return;
  }
  const folder = join(corpora, "3gpp-rel17");
  const files = readdirSync(folder).filter((name) => name.endsWith(".yaml"));
  const texts = files.map((name) => readFileSync(join(folder, name), "utf8"));
  const references = texts.reduce((sum, text) => sum + (text.match(/\$ref['"]?\s*:/g)?.length ?? 0), 0);
  const runs: Checked[] = [];
  for (let round = 0; round < rounds; round += 1) runs.push(await check("parley", folder, []));
  console.log(`folder: whole processes, median of ${rounds} rounds, Node.js ${process.versions.node}`);
  console.log(`\n3gpp-rel17: ${files.length} files, ${(Buffer.byteLength(texts.join("")) / 2 ** 20).toFixed(1)} MiB, ${runs[0]?.schemas ?? 0} schemas, ${references} references`);
  print("parley check, all of them", runs);
  const some = ["TS29571_CommonData.yaml", "TS29502_Nsmf_PDUSession.yaml", "TS29510_Nnrf_NFManagement.yaml", "TS29522_ASTI.yaml"].filter((name) => files.includes(name));
  const [ours, theirs]: [Checked[], Checked[]] = [[], []];
  for (let round = 0; round < rounds; round += 1) {
    ours.push(await check("parley", folder, some));
    theirs.push(await check("redocly", folder, some));
  }
  console.log(`\n${some.length} of them, with what they refer to: ${some.join(", ")}`);
  print("parley", ours);
  print("@redocly/openapi-core", theirs);
  const ratio = (of: (run: Checked) => number): string => `${((median(theirs.map(of)) ?? 0) / (median(ours.map(of)) ?? 1)).toFixed(1)} x`;
  console.log(`  ${"ratio".padEnd(28)} ${ratio(({ milliseconds }) => milliseconds)} the time, ${ratio(({ processor }) => processor)} the processor, ${ratio(({ memory }) => memory)} the memory`);
}

async function check(tool: "parley" | "redocly", folder: string, names: readonly string[]): Promise<Checked> {
  const { stdout } = await promisify(execFile)(process.execPath, ["bench/check-folder.mjs", tool, folder, ...names], { cwd: root, maxBuffer: 2 ** 24 });
  return JSON.parse(stdout.trim().split("\n").at(-1) ?? "") as Checked;
}

function print(name: string, runs: readonly Checked[]): void {
  const middle = (of: (run: Checked) => number): number => median(runs.map(of)) ?? 0;
  const seconds = (of: (run: Checked) => number): string => (middle(of) / 1000).toFixed(2);
  const [first] = runs;
  console.log(
    `  ${name.padEnd(28)} ${seconds(({ milliseconds }) => milliseconds)} s, of the processor ${seconds(({ processor }) => processor)} s, ${middle(({ memory }) => memory).toFixed(0)} MiB, ${first?.findings ?? 0} findings`,
  );
}
