import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { describeCorpora } from "../support/corpora.js";
import { generatedValidators } from "../support/generated-validators.js";
import { typeErrors } from "../support/type-check.js";

interface Group {
  readonly description: string;
  readonly schema: unknown;
  readonly tests: readonly { readonly description: string; readonly data: unknown; readonly valid: boolean }[];
}

/** Formats that the TypeScript target asserts. */
const formats = ["date", "date-time", "duration", "email", "hostname", "ipv4", "ipv6", "json-pointer", "regex", "relative-json-pointer", "time", "uri", "uri-reference", "uri-template", "uuid"];

/** Groups that judge something else: formats as mere annotations (Parley asserts them), and labels by IDNA (a hostname is one of RFC 1123). */
const leftOut = /^format\.json: |^hostname\.json: validation of A-label/;

/** Keywords of later issues. What the suite holds against all others is a failure. */
const unhandledCodes: readonly string[] = ["unsupported-keyword", "unresolved-reference", "remote-reference"];

describeCorpora("json-schema-test-suite", "generated validators, JSON Schema 2020-12", (path) => {
  const folder = join(path, "tests/draft2020-12");

  it("passes every required test whose keywords are handled", { timeout: 120_000 }, async () => {
    const { failures, passed, groups, handled } = await run(groupsOf(folder, readdirSync(folder).filter((name) => name.endsWith(".json"))));
    console.log(`JSON-Schema-Test-Suite 2020-12, required: ${passed} tests of ${handled} of ${groups} groups pass, ${failures.length} fail`);
    expect(failures).toEqual([]);
    expect(handled).toBeGreaterThan(220);
  });

  it("generates strict TypeScript from all of it", { timeout: 120_000 }, async () => {
    const groups = groupsOf(folder, readdirSync(folder).filter((name) => name.endsWith(".json")));
    expect(typeErrors((await generatedValidators(schemasOf(named(groups)))).files)).toEqual([]);
  });

  it("passes the tests of the formats that are asserted", { timeout: 120_000 }, async () => {
    const { failures, passed } = await run(groupsOf(join(folder, "optional/format"), formats.map((format) => `${format}.json`)));
    console.log(`JSON-Schema-Test-Suite 2020-12, formats: ${passed} tests pass, ${failures.length} fail`);
    expect(failures).toEqual([]);
  });
});

function groupsOf(folder: string, files: readonly string[]): readonly Group[] {
  return files.flatMap((file) => {
    const groups = JSON.parse(readFileSync(join(folder, file), "utf8")) as readonly Group[];
    return groups.map((group) => ({ ...group, description: `${file}: ${group.description}` })).filter(({ description }) => !leftOut.test(description));
  });
}

function named(groups: readonly Group[]): ReadonlyMap<string, Group> {
  return new Map(groups.map((group, index) => [`S${index}`, group]));
}

/** A schema file is an object; the schemas true and false stand inside one. */
function schemasOf(groups: ReadonlyMap<string, Group>): Readonly<Record<string, unknown>> {
  return Object.fromEntries([...groups].map(([name, { schema }]) => [name, typeof schema === "boolean" ? { allOf: [schema] } : schema]));
}

async function run(groups: readonly Group[]) {
  const failures: string[] = [];
  let passed = 0;
  let handled = 0;
  const byName = named(groups);
  const validators = await generatedValidators(schemasOf(byName));
  const unhandled = new Set(
    validators.diagnostics
      .filter(({ code }) => unhandledCodes.includes(code))
      .map(({ location }) => location.file.path.replace(/\.json$/, "")),
  );
  for (const [name, group] of byName) {
    if (unhandled.has(name)) continue;
    handled += 1;
    for (const test of group.tests) {
      const is = validators.is(name, test.data);
      const issues = validators.explain(name, test.data);
      if (is === test.valid && (issues.length === 0) === test.valid) passed += 1;
      else failures.push(`${group.description}: ${test.description} (is ${is}, explain ${issues.length})`);
    }
  }
  return { failures, passed, groups: groups.length, handled };
}
