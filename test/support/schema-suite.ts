import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { compile, evaluate, memoryHost, type Diagnostic, type Issue, type Json, type OutputFile, type Protocol } from "@parley/compiler";
import { generate } from "@parley/generator-typescript";
import { loadGenerated } from "./load-generated.js";

export type Draft = "draft2020-12" | "draft7";

/** One schema of the JSON-Schema-Test-Suite, with the values that it takes or refuses. */
export interface Group {
  /** `draft7/ref.json: escaped pointer ref`. */
  readonly name: string;
  readonly draft: Draft;
  readonly schema: unknown;
  readonly tests: readonly { readonly description: string; readonly data: unknown; readonly valid: boolean }[];
}

/** A group compiled and generated as users do it: one document that is a JSON Schema. */
export interface Compiled {
  readonly group: Group;
  readonly protocol?: Protocol;
  readonly files: readonly OutputFile[];
  readonly diagnostics: readonly Diagnostic[];
}

/** The groups of one folder of a draft: `""` are the required ones, `optional`, `optional/format`. */
export function groupsOf(suite: string, draft: Draft, folder: "" | "optional" | "optional/format"): readonly Group[] {
  const path = join(suite, "tests", draft, folder);
  const files = readdirSync(path).filter((name) => name.endsWith(".json")).sort();
  return files.flatMap((file) => {
    const groups = JSON.parse(readFileSync(join(path, file), "utf8")) as readonly (Omit<Group, "name" | "draft"> & { readonly description: string })[];
    const seen = new Map<string, number>();
    return groups.map(({ description, schema, tests }) => {
      const times = (seen.get(description) ?? 0) + 1;
      seen.set(description, times);
      const name = `${[draft, folder, file].filter((part) => part !== "").join("/")}: ${description}${times === 1 ? "" : ` (${String(times)})`}`;
      return { name, draft, schema, tests };
    });
  });
}

/** The documents of the suite that its schemas refer to, by the address where the suite has them. */
export function remotesOf(suite: string): Readonly<Record<string, string>> {
  const folder = join(suite, "remotes");
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".json"));
  return Object.fromEntries(files.map((name) => [`http://localhost:1234/${relative(folder, join(folder, name)).split(sep).join("/")}`, readFileSync(join(folder, name), "utf8")]));
}

/** Compiles and generates one group. The schemas of draft 7 do not state it, so it is stated for them. */
export async function compileGroup(group: Group, web: Readonly<Record<string, string>>, formats: "assert" | "annotate"): Promise<Compiled> {
  const schema = group.draft === "draft7" && isObject(group.schema) ? { $schema: "http://json-schema.org/draft-07/schema#", ...group.schema } : group.schema;
  const { protocols, diagnostics } = await compile(["schema.json"], memoryHost({ "schema.json": JSON.stringify(schema) }, web), { allowNetwork: true, formats });
  const [protocol] = protocols;
  if (protocol === undefined) return { group, files: [], diagnostics };
  const generated = generate(protocol);
  return { group, protocol, files: generated.files, diagnostics: [...diagnostics, ...generated.diagnostics] };
}

/** What the generated validators of a group say. */
export interface Verdicts {
  is(value: unknown): boolean;
  explain(value: unknown): readonly Issue[];
  /** What the compiler says, which judges plainly. */
  evaluate(value: unknown): readonly Issue[];
}

/** Loads the validators of many groups in one go; undefined for a group that has none. */
export async function loadVerdicts(groups: readonly Compiled[]): Promise<readonly (Verdicts | undefined)[]> {
  const has = ({ files }: Compiled) => files.some(({ path }) => path === "validators.ts");
  const all = groups.flatMap(({ files }, index) => files.map(({ path, text }) => ({ path: folderOf(index, path), text })));
  const exports = groups.flatMap((group, index) => (has(group) ? [`export * as G${String(index)} from "./${folderOf(index, "validators.js")}";`, `export * as E${String(index)} from "./${folderOf(index, "explain.js")}";`] : []));
  const loaded = await loadGenerated([...all, { path: "all.ts", text: exports.join("\n") }], "all.ts");
  return groups.map(({ protocol }, index) => {
    const is = functionIn(loaded[`G${String(index)}`], "isSchema");
    const explain = functionIn(loaded[`E${String(index)}`], "explainSchema");
    if (is === undefined || explain === undefined || protocol === undefined) return undefined;
    return { is: (value) => is(value) === true, explain: (value) => explain(value) as readonly Issue[], evaluate: (value) => evaluate(protocol.schemas, "schema.json#", value as Json) };
  });
}

/** The tests that fail, each with what was said instead. */
export function failuresOf(group: Group, verdicts: Verdicts | undefined): readonly string[] {
  return group.tests.flatMap(({ description, data, valid }) => {
    if (verdicts === undefined) return [`${description}: nothing was generated`];
    try {
      const is = verdicts.is(data);
      const issues = verdicts.explain(data).length;
      const found = verdicts.evaluate(data).length;
      const agree = is === valid && (issues === 0) === valid && (found === 0) === valid;
      return agree ? [] : [`${description}: is ${String(is)}, explain ${String(issues)}, evaluate ${String(found)}`];
    } catch (error) {
      return [`${description}: ${String(error)}`];
    }
  });
}

function folderOf(index: number, path: string): string {
  return `g${String(index)}/${path}`;
}

function functionIn(module: unknown, name: string): ((value: unknown) => unknown) | undefined {
  const found = isObject(module) ? module[name] : undefined;
  return typeof found === "function" ? (found as (value: unknown) => unknown) : undefined;
}

function isObject(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
