/**
 * Random instances over every component schema of the OpenAPI 3.0 documents of 3GPP: what Parley generates, what its compiler evaluates, ajv
 * (by a conversion of its own) and the plain interpreter say the same. Formats are off in all.
 * All documents: `PARLEY_FUZZ_INSTANCES=200000 npx vitest run test/differential/components.test.ts`. `PARLEY_FUZZ_SEED=7` begins elsewhere.
 *
 * The last run over all: seed 2026, 201,047 instances (91,784 valid) over 4,103 schemas, 3,946 of which both took and refused some; 20 more lead to the
 * one document that is no YAML; 0 faults of ajv, no disagreement; 165 s to prepare, 241 s to judge, on a busy machine of two cores.
 */
import { readdirSync } from "node:fs";
import { expect, it } from "vitest";
import { describeCorpora } from "../support/corpora.js";
import { componentSubjects } from "./components.js";
import { faultOfAjv } from "./ajv-faults.js";
import { instanceOf } from "./random-instance.js";
import { Random } from "./random.js";
import { verdictsOf } from "./judges.js";

const instances = Number(process.env.PARLEY_FUZZ_INSTANCES ?? 5_000);
const seed = Number(process.env.PARLEY_FUZZ_SEED ?? 2026);

// The short run: what all the others refer to, and one large document.
const few = ["TS29571_CommonData.yaml", "TS29122_CommonData.yaml"];

describeCorpora("3gpp-rel17", "the component schemas of 3GPP", (folder) => {
  it("all judges agree", { timeout: 3_600_000 }, async () => {
    const start = performance.now();
    const names = instances < 100_000 ? few : readdirSync(folder).filter((name) => name.endsWith(".yaml"));
    const { subjects, missing, broken } = await componentSubjects(folder, names);
    const prepared = performance.now();
    expect(missing).toEqual([]);
    const each = Math.ceil(instances / subjects.length);
    const disagreements: string[] = [];
    let [judged, valid, faults, both] = [0, 0, 0, 0];
    for (const [index, subject] of subjects.entries()) {
      const random = new Random(seed * 100_003 + index);
      const said = new Set<boolean | "throws">();
      for (let count = 0; count < each && disagreements.length < 10; count += 1) {
        const value = instanceOf(subject.library, subject.schema, random);
        const verdicts = verdictsOf(subject, value);
        const right = verdicts.interpreter;
        judged += 1;
        said.add(right);
        if (right === true) valid += 1;
        const wrong = Object.entries(verdicts).filter(([, verdict]) => verdict !== right).map(([judge]) => judge);
        if (wrong.length === 0) continue;
        if (wrong.join() === "ajv" && faultOfAjv(JSON.stringify(subject.schema), value, verdicts.ajv)) {
          faults += 1;
          continue;
        }
        disagreements.push(`${subject.name}: the interpreter says ${right}, not so ${wrong.join(", ")}\nvalue ${JSON.stringify(value)}\n${JSON.stringify(subject.schema).slice(0, 2000)}`);
        break;
      }
      if (said.has(true) && said.has(false)) both += 1;
    }
    const seconds = [prepared - start, performance.now() - prepared].map((time) => Math.round(time / 1000));
    console.log(`3gpp-rel17, seed ${seed}: ${judged} instances (${valid} valid) over ${subjects.length} schemas (${broken.length} more lead nowhere), ${both} of them with both verdicts, ${faults} faults of ajv; ${seconds.join(" + ")} s`);
    expect(disagreements).toEqual([]);
    expect(judged).toBeGreaterThanOrEqual(instances);
    // A test whose values are all of one kind would prove little.
    expect(valid / judged).toBeGreaterThan(0.2);
    expect(valid / judged).toBeLessThan(0.8);
  });
});
