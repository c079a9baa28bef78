import { readFileSync, writeFileSync } from "node:fs";
import { expect, it } from "vitest";
import { describeCorpora } from "../support/corpora.js";
import { compileGroup, failuresOf, groupsOf, loadVerdicts, remotesOf, type Draft, type Group } from "../support/schema-suite.js";
import { typeErrors } from "../support/type-check.js";

/**
 * Groups that fail, and why: lines of `name | reason`. A group that is not listed must pass, and one that is must fail. A group is one
 * schema with its values; it fails where a value is judged wrongly.
 */
const file = new URL("known-failures.txt", import.meta.url);
const known = new Map(
  readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => {
      const bar = line.lastIndexOf(" | ");
      return [line.slice(0, bar), line.slice(bar + 3)] as const;
    }),
);

for (const draft of ["draft2020-12", "draft7"] as const) {
  describeCorpora("json-schema-test-suite", `generated validators, JSON-Schema-Test-Suite ${draft}`, (suite) => {
    it.each(["", "optional", "optional/format"] as const)("tests/%s", { timeout: 300_000 }, async (folder) => {
      await judge(suite, draft, folder);
    });

    it("generates strict TypeScript from every required schema", { timeout: 300_000 }, async () => {
      const compiled = await compileAll(suite, groupsOf(suite, draft, ""), "annotate");
      const files = compiled.flatMap(({ files: each }, index) => each.map(({ path, text }) => ({ path: `g${String(index)}/${path}`, text })));
      expect(typeErrors(files)).toEqual([]);
    });
  });
}

async function judge(suite: string, draft: Draft, folder: "" | "optional" | "optional/format"): Promise<void> {
  const groups = groupsOf(suite, draft, folder);
  const compiled = await compileAll(suite, groups, folder === "optional/format" ? "assert" : "annotate");
  const verdicts = await loadVerdicts(compiled);
  const failures = new Map<string, readonly string[]>();
  for (const [index, { group, diagnostics }] of compiled.entries()) {
    const found = failuresOf(group, verdicts[index]);
    if (found.length > 0) failures.set(group.name, [...found, ...diagnostics.map(({ code, message }) => `${code}: ${message}`)]);
  }
  const tests = groups.reduce((sum, group) => sum + group.tests.length, 0);
  console.log(`${draft}/${folder}: ${String(groups.length)} groups with ${String(tests)} tests; ${String(failures.size)} groups fail`);
  if (process.env.UPDATE === "1") return write(groups, failures);
  const unexpected = [...failures].filter(([name]) => !known.has(name)).map(([name, found]) => ({ name, found }));
  expect(unexpected).toEqual([]);
  const mended = groups.map(({ name }) => name).filter((name) => known.has(name) && !failures.has(name));
  expect(mended, "passes now: take it from known-failures.txt").toEqual([]);
}

/** Keeps the list as it is, but for these groups: those that pass leave it, and those that fail join it, each with its reason to be written. */
function write(groups: readonly Group[], failures: ReadonlyMap<string, readonly string[]>): void {
  for (const { name } of groups) {
    const reason = known.get(name);
    known.delete(name);
    if (failures.has(name)) known.set(name, reason ?? "WRITE THE REASON");
  }
  const lines = [...known].map(([name, reason]) => `${name} | ${reason}\n`).sort();
  writeFileSync(file, `# Groups of the JSON-Schema-Test-Suite that fail, and why. UPDATE=1 keeps the list, and then each new line wants a reason.\n${lines.join("")}`);
}

/** The required tests take `format` for an annotation, as the dialects have it; those of formats take it for an assertion. */
async function compileAll(suite: string, groups: readonly Group[], formats: "assert" | "annotate") {
  const web = remotesOf(suite);
  return Promise.all(groups.map((group) => compileGroup(group, web, formats)));
}
