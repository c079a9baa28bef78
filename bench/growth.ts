import { compile, memoryHost } from "@parley/compiler";
import { generate } from "@parley/generator-typescript";
import { growing } from "./growing-documents.js";
import { median } from "./process-time.js";

const factors = [1, 2, 4, 8];
const rounds = 5;

/**
 * Processor time of check (read, resolve, lower, all rules) and of generate (plan, print) on documents of 1, 2, 4 and 8 times the size, and the
 * exponent that fits: 1.0 grows as the document does, 2.0 by its square.
 */
export async function growthBenchmark(): Promise<void> {
  console.log(`growth: processor time in milliseconds, median of ${rounds} rounds, sizes of 1, 2, 4 and 8 times; then the fitted exponent (target at most 1.1)`);
  for (const { name, size, files } of growing) {
    const documents = factors.map((factor) => textsOf(files(size * factor)));
    const times = documents.map((): { check: number[]; generate: number[] } => ({ check: [], generate: [] }));
    for (let round = -1; round < rounds; round += 1) {
      for (const [index, texts] of documents.entries()) {
        const { check, generate: generated } = await timesOf(texts);
        if (round < 0) continue;
        times[index]?.check.push(check);
        times[index]?.generate.push(generated);
      }
    }
    console.log(`\n${name}, of ${size}`);
    printRow("check", times.map(({ check }) => median(check) ?? NaN));
    printRow("generate", times.map(({ generate: generated }) => median(generated) ?? NaN));
  }
}

async function timesOf(texts: Readonly<Record<string, string>>): Promise<{ readonly check: number; readonly generate: number }> {
  const started = processorTime();
  const { protocols, diagnostics } = await compile(["entry.json"], memoryHost(texts));
  const checked = processorTime();
  const fault = diagnostics.find(({ severity }) => severity === "error");
  if (fault !== undefined) throw new Error(`A growing document has the error ${fault.code}: ${fault.message}`);
  for (const protocol of protocols) generate(protocol);
  return { check: checked - started, generate: processorTime() - checked };
}

/** What this process has taken of the processor, in milliseconds. */
function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

function textsOf(files: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(files).map(([path, value]) => [path, JSON.stringify(value)]));
}

function printRow(name: string, times: readonly number[]): void {
  console.log(`  ${name.padEnd(10)}${times.map((time) => time.toFixed(0).padStart(8)).join("")}   exponent ${exponent(times).toFixed(2)}`);
}

/** The slope of a line through the logarithms, by least squares. */
function exponent(times: readonly number[]): number {
  const points = times.map((time, index): readonly [number, number] => [Math.log(factors[index] ?? NaN), Math.log(time)]);
  const mean = (of: (point: readonly [number, number]) => number): number => points.reduce((sum, point) => sum + of(point), 0) / points.length;
  const [x, y] = [mean(([size]) => size), mean(([, time]) => time)];
  return mean(([size, time]) => (size - x) * (time - y)) / mean(([size]) => (size - x) ** 2);
}
