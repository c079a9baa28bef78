import type { OutputFile } from "@parley/compiler";
import { formatDiagnostic } from "@parley/compiler";
import { describe, expect, it } from "vitest";
import { describeCorpora } from "../support/corpora.js";
import { typeErrors } from "../support/type-check.js";
import type { Mode } from "./disguise.js";
import { type Corpus, corpusOf, isDescription, ownCorpus } from "./documents.js";
import { escapesIn, run } from "./judge.js";
import { type Outcome, outcomeOf } from "./plant-and-compile.js";

/** Where the rotation through the hostile strings begins: `PARLEY_HOSTILE_SEED=7` to see another. */
const seed = Number(process.env.PARLEY_HOSTILE_SEED ?? 2026);

const modes: readonly Mode[] = ["replace", "append"];

describeCorpora("asyncapi-examples", "hostile strings in every string of AsyncAPI documents", (path) => {
  judge(corpusOf(path, isDescription), 46);
});

describeCorpora("openapi-schema-tests", "hostile strings in every string of OpenAPI documents", (path) => {
  judge(corpusOf(`${path}/tests/schema/pass`, isDescription), 20);
});

describe("hostile strings in every string of the specifications here", () => {
  judge(ownCorpus(), 5);
});

/** `floor`: so many of the documents must still be generated, in each mode. */
function judge(corpus: Corpus, floor: number): void {
  it.each(modes)("%s: nothing gets out of its quotes, what is generated is strict TypeScript and runs", { timeout: 300_000 }, async (mode) => {
    const outcomes: Outcome[] = [];
    for (const [index, entry] of corpus.entries.entries()) outcomes.push(await outcomeOf(corpus.documents, entry, mode, seed + index));
    const sets = new Map<string, readonly OutputFile[]>(outcomes.flatMap(({ files }, index) => (files.length === 0 ? [] : [[`d${index}`, files]])));
    const files = [...sets].flatMap(([name, each]) => each.map((file) => ({ ...file, path: `${name}/${file.path}` })));
    console.log(`${mode}, seed ${seed}: ${sets.size} of ${outcomes.length} documents generated, ${outcomes.reduce((sum, { planted }) => sum + planted, 0)} strings`);
    for (const { entry, files: made, diagnostics } of outcomes) if (made.length === 0) console.log(entry, diagnostics.filter(({ severity }) => severity === "error").slice(0, 2).map((each) => formatDiagnostic(each).slice(0, 700)).join("\n"));
    expect(escapesIn(files).slice(0, 10)).toEqual([]);
    expect(typeErrors(files).slice(0, 10)).toEqual([]);
    expect(await run(sets)).toEqual([]);
    expect(sets.size).toBeGreaterThanOrEqual(floor);
  });
}
