import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createRequire } from "node:module";
import { expect, it } from "vitest";
import { describeCorpora } from "../support/corpora.js";
import { isValid } from "./interpreter.js";
import type { Json } from "./json.js";
import { type Dialect, libraryOf, type Schema } from "./library.js";

interface Group {
  readonly description: string;
  readonly schema: Schema;
  readonly tests: readonly { readonly description: string; readonly data: Json; readonly valid: boolean }[];
}

const drafts: readonly (readonly [folder: string, dialect: Dialect, metaSchemas: string])[] = [
  ["draft2020-12", "2020-12", "json-schema-2020-12"],
  ["draft7", "draft-07", "json-schema-draft-07.json"],
];

describeCorpora("json-schema-test-suite", "the plain interpreter, against the JSON-Schema-Test-Suite", (path) => {
  it.each(drafts)("%s: every required test", (folder, dialect, metaSchemas) => {
    const remotes = { ...metaSchemasOf(metaSchemas), ...remotesOf(join(path, "remotes")) };
    const failures: string[] = [];
    let passed = 0;
    for (const file of readdirSync(join(path, "tests", folder)).filter((name) => name.endsWith(".json"))) {
      for (const { description, schema, tests } of JSON.parse(readFileSync(join(path, "tests", folder, file), "utf8")) as readonly Group[]) {
        for (const test of tests) {
          const name = `${file}: ${description}: ${test.description}`;
          if (exceptions.some((each) => name.includes(each))) continue;
          const library = libraryOf(dialect, { ...remotes, "https://example.test/schema": schema });
          if (isValid(library, schema, test.data) === test.valid) passed += 1;
          else failures.push(name);
        }
      }
    }
    console.log(`${folder}: the interpreter passes ${passed} tests, ${failures.length} fail`);
    expect(failures).toEqual([]);
    expect(passed).toBeGreaterThan(900);
  });
});

/** A meta-schema without the validation vocabulary asserts less, which is a matter of vocabularies; and a remote of draft 2019-09 has other rules. */
const exceptions: readonly string[] = ["vocabulary.json: schema that uses custom metaschema with with no validation vocabulary: no validation: invalid number", "cross-draft.json"];

function remotesOf(folder: string): Record<string, unknown> {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".json"));
  return Object.fromEntries(names.map((name) => [`http://localhost:1234/${name}`, JSON.parse(readFileSync(join(folder, name), "utf8")) as unknown]));
}

/** The meta-schemas as ajv ships them. */
function metaSchemasOf(name: string): Record<string, unknown> {
  const folder = join(createRequire(import.meta.url).resolve("ajv/package.json"), "../dist/refs", name);
  const files = name.endsWith(".json") ? [folder] : readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((each) => each.endsWith(".json")).map((each) => join(folder, each));
  return Object.fromEntries(
    files.map((file) => {
      const schema = JSON.parse(readFileSync(file, "utf8")) as { readonly $id: string };
      return [schema.$id.replace(/#$/, ""), schema];
    }),
  );
}
