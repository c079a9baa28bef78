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

/** `PARLEY_HOSTILE=all`: every document in both modes, and 3GPP documents too. Else every second document, in one mode, which alternates. */
const all = process.env.PARLEY_HOSTILE === "all";

/** `PARLEY_HOSTILE_3GPP=249`: so many documents of 3GPP, spread evenly over all of them. */
const telecom = Number(process.env.PARLEY_HOSTILE_3GPP ?? (all ? 30 : 0));

const modes: readonly Mode[] = ["replace", "append"];

interface Trial {
  readonly entry: string;
  readonly mode: Mode;
  readonly seed: number;
}

describeCorpora("asyncapi-examples", "hostile strings in every string of AsyncAPI documents", (path) => {
  judge(() => corpusOf(path, isDescription), trialsOf, 0.95);
});

describeCorpora("openapi-schema-tests", "hostile strings in every string of OpenAPI documents", (path) => {
  judge(() => corpusOf(`${path}/tests/schema/pass`, isDescription), trialsOf, 0.95);
});

describe("hostile strings in every string of the specifications here", () => {
  judge(ownCorpus, trialsOf, 1);
});

if (telecom > 0) {
  describeCorpora("3gpp-rel17", "hostile strings in every string of 3GPP documents", (path) => {
    judge(() => corpusOf(path, isDescription), (corpus) => alternating(spread(corpus.entries, telecom)), 0.9);
  });
}

describe("who judges", () => {
  it("sees what got out of its quotes", async () => {
    expect(escapesIn([file("/** */ globalThis.pwned = true; /* */")])).not.toEqual([]);
    expect(escapesIn([file("// a\u2028b")])).not.toEqual([]);
    expect(escapesIn([file("// pwned\nexport const a = 1;")])).toEqual([]);
    expect(typeErrors([file("export const a: string = 1;")])).not.toEqual([]);
    expect(await run(new Map([["a", [file('import "fs";')]]]))).not.toEqual([]);
    expect(await run(new Map([["a", [file("export const isA = () => true; export const explainA = () => [1];")]]]))).not.toEqual([]);
  });
});

/** `floor`: the share of the documents that must still be generated. */
function judge(read: () => Corpus, choose: (corpus: Corpus) => readonly Trial[], floor: number): void {
  it("nothing gets out of its quotes, what is generated is strict TypeScript and runs", { timeout: 1_800_000 }, async () => {
    const corpus = read();
    const trials = choose(corpus);
    const outcomes: Outcome[] = [];
    for (const { entry, mode, seed: from } of trials) outcomes.push(await outcomeOf(corpus.documents, entry, mode, from));
    const sets = new Map<string, readonly OutputFile[]>(outcomes.flatMap(({ files }, index) => (files.length === 0 ? [] : [[`d${index}`, files]])));
    const files = [...sets].flatMap(([name, each]) => each.map((one) => ({ ...one, path: `${name}/${one.path}` })));
    const planted = outcomes.reduce((sum, each) => sum + each.planted, 0);
    console.log(`seed ${seed}: ${sets.size} of ${trials.length} trials generated, ${planted} strings`);
    for (const outcome of outcomes) if (outcome.files.length === 0) console.log(outcome.entry, refusalOf(outcome));
    expect(escapesIn(files).slice(0, 10)).toEqual([]);
    expect(typeErrors(files).slice(0, 10)).toEqual([]);
    expect((await run(sets)).slice(0, 10)).toEqual([]);
    expect(trials.length).toBeGreaterThanOrEqual(3);
    expect(sets.size).toBeGreaterThanOrEqual(Math.floor(floor * trials.length));
    expect(planted).toBeGreaterThanOrEqual(10 * trials.length);
  });
}

function trialsOf({ entries }: Corpus): readonly Trial[] {
  if (all) return entries.flatMap((entry, index) => modes.map((mode) => ({ entry, mode, seed: seed + index })));
  // Few entries are all tried. The seed decides which half of the others.
  return alternating(entries.length < 10 ? entries : entries.filter((_, index) => index % 2 === seed % 2));
}

function alternating(entries: readonly string[]): readonly Trial[] {
  return entries.map((entry, index) => ({ entry, mode: index % 2 === 0 ? "replace" : "append", seed: seed + index }));
}

function spread(entries: readonly string[], count: number): readonly string[] {
  const wanted = Math.min(count, entries.length);
  return Array.from({ length: wanted }, (_, index) => entries[Math.floor((index * entries.length) / wanted)] ?? "");
}

function refusalOf({ diagnostics }: Outcome): string {
  return diagnostics.filter(({ severity }) => severity === "error").slice(0, 2).map((each) => formatDiagnostic(each).slice(0, 700)).join("\n");
}

function file(text: string): OutputFile {
  return { path: "index.ts", text };
}
