import { compileBenchmark } from "./compile.js";
import { validatorsBenchmark } from "./validators.js";

/** The benchmarks by name: `npm run bench`, or `npm run bench -- validators`. */
const benchmarks: Readonly<Record<string, () => Promise<void>>> = { compile: compileBenchmark, validators: validatorsBenchmark };

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in benchmarks));
if (unknown.length > 0) {
  console.error(`No benchmark "${unknown.join('", "')}". There are: ${Object.keys(benchmarks).join(", ")}.`);
  process.exitCode = 2;
} else {
  for (const [name, run] of Object.entries(benchmarks)) if (wanted.length === 0 || wanted.includes(name)) await run();
}
