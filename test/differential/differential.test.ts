/**
 * Random instances over random schemas of three dialects: what Parley generates, what its compiler evaluates, ajv and the plain interpreter say the same.
 * A million of them: `PARLEY_FUZZ_INSTANCES=1000000 npx vitest run test/differential/differential.test.ts`. `PARLEY_FUZZ_SEED=7` begins elsewhere.
 */
import { expect, it } from "vitest";
import { faultOfAjv } from "./ajv-faults.js";
import { subjectsOf, type Subject, verdictsOf } from "./judges.js";
import { instanceFor } from "./random-instance.js";
import { type RandomDialect, randomSchemas } from "./random-schema.js";
import { Random } from "./random.js";

const instances = Number(process.env.PARLEY_FUZZ_INSTANCES ?? 24_000);
const seed = Number(process.env.PARLEY_FUZZ_SEED ?? 2026);

const schemasEach = 40;
const instancesEach = instances > 100_000 ? 250 : 50;

it.each([["2020-12", 0.5], ["draft-07", 0.25], ["openapi-3.0", 0.25]] as const)("%s: all judges agree", { timeout: 3_600_000 }, async (dialect, share) => {
  const report = await judgeAll(dialect, instances * share);
  console.log(`${dialect}, seed ${seed}: ${report.judged} instances (${report.valid} valid) over ${report.schemas} schemas, ${report.skipped} schemas skipped, ${report.faults} faults of ajv`);
  expect(report.disagreements).toEqual([]);
  expect(report.judged).toBeGreaterThanOrEqual(instances * share);
  // A test whose values are all of one kind would prove little.
  expect(report.valid / report.judged).toBeGreaterThan(0.1);
  expect(report.valid / report.judged).toBeLessThan(0.9);
});

async function judgeAll(dialect: RandomDialect, wanted: number) {
  const report = { judged: 0, valid: 0, schemas: 0, skipped: 0, faults: 0, disagreements: [] as string[] };
  for (let batch = 0; report.judged < wanted && report.disagreements.length < 3; batch += 1) {
    const batchSeed = seed + batch;
    const written = randomSchemas(dialect, schemasEach, batchSeed);
    const { subjects, refused } = await subjectsOf(written, dialect);
    if (refused.length > 0) throw new Error(`seed ${batchSeed}: ${refused.map(({ code, message, location }) => `${location.file.path}#${location.pointer} ${code} ${message}`).join("\n")}`);
    report.schemas += subjects.length;
    report.skipped += written.length - subjects.length;
    for (const [index, subject] of subjects.entries()) judgeOne(subject, new Random(batchSeed * 1000 + index), report, batchSeed, written);
  }
  return report;
}

function judgeOne(subject: Subject, random: Random, report: { judged: number; valid: number; faults: number; readonly disagreements: string[] }, batchSeed: number, written: readonly (readonly [string, object])[]): void {
  for (let count = 0; count < instancesEach; count += 1) {
    const value = instanceFor(subject.library, subject.schema, random);
    const verdicts = verdictsOf(subject, value);
    const right = verdicts.interpreter;
    report.judged += 1;
    if (right === true) report.valid += 1;
    const wrong = Object.entries(verdicts).filter(([, verdict]) => verdict !== right).map(([judge]) => judge);
    if (wrong.length === 0) continue;
    if (wrong.join() === "ajv" && faultOfAjv(reachedText(subject.name, written), value, verdicts.ajv)) {
      report.faults += 1;
      continue;
    }
    report.disagreements.push(`seed ${batchSeed}, ${subject.name}: the interpreter says ${right}, not so ${wrong.join(", ")}\nvalue ${JSON.stringify(value)}\n${reachedText(subject.name, written)}`);
    return;
  }
}

/** The text of a schema and of all that it refers to. */
function reachedText(name: string, written: readonly (readonly [string, object])[]): string {
  const texts = new Map(written.map(([each, schema]) => [each, JSON.stringify(schema)]));
  const reached = new Set([name]);
  for (const each of reached) for (const [, other = ""] of (texts.get(each) ?? "").matchAll(/"\.\/(S\d+)\.json"/g)) reached.add(other);
  return [...reached].map((each) => `${each}: ${texts.get(each) ?? ""}`).join("\n");
}
