import { boundsBenchmark } from "./bounds.js";
import { compileBenchmark } from "./compile.js";
import { folderBenchmark } from "./folder.js";
import { growthBenchmark } from "./growth.js";
import { loadBenchmark } from "./load.js";
import { validatorsBenchmark } from "./validators.js";

/** The benchmarks by name: `npm run bench`, or `npm run bench -- validators`. `load` takes six minutes, `bounds` one, `growth` two: they run only when they are named. */
const benchmarks: Readonly<Record<string, () => Promise<void>>> = { compile: compileBenchmark, folder: folderBenchmark, validators: validatorsBenchmark, load: loadBenchmark, bounds: boundsBenchmark, growth: growthBenchmark };

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in benchmarks));
if (unknown.length > 0) {
  console.error(`No benchmark "${unknown.join('", "')}". There are: ${Object.keys(benchmarks).join(", ")}.`);
  process.exitCode = 2;
} else {
  for (const [name, run] of Object.entries(benchmarks)) if (wanted.length === 0 ? !["load", "bounds", "growth"].includes(name) : wanted.includes(name)) await run();
}
