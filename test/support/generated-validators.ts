import { compile, type Diagnostic, evaluate, type Issue, type Json, memoryHost, type OutputFile } from "@parley/compiler";
import { generate } from "@parley/generator-typescript";
import { loadValidators } from "./load-generated.js";

/** The validators that are generated for some schemas. */
export interface Validators {
  readonly files: readonly OutputFile[];
  readonly diagnostics: readonly Diagnostic[];
  readonly is: (name: string, value: unknown) => boolean;
  readonly explain: (name: string, value: unknown) => readonly Issue[];
  /** What the compiler says of the value, which it judges plainly. */
  readonly evaluate: (name: string, value: Json) => readonly Issue[];
}

/** Compiles schemas, each a file of its own named as it is (`S1`), and loads what is generated from them. */
export async function generatedValidators(schemas: Readonly<Record<string, unknown>>): Promise<Validators> {
  const components = Object.fromEntries(Object.keys(schemas).map((name) => [name, { $ref: `./${name}.json` }]));
  const entry = { openapi: "3.1.0", info: { title: "Schemas", version: "1.0.0", "x-parley-name": "schemas" }, components: { schemas: components } };
  const texts = Object.entries(schemas).map(([name, schema]) => [`${name}.json`, JSON.stringify(schema)]);
  const compilation = await compile(["entry.json"], memoryHost({ "entry.json": JSON.stringify(entry), ...Object.fromEntries(texts) }));
  const [protocol] = compilation.protocols;
  if (protocol === undefined) throw new Error(compilation.diagnostics.map((found) => found.message).join("\n"));
  const { files, diagnostics } = generate(protocol);
  const loaded = await loadValidators(files);
  const call = <T>(name: string): ((value: unknown) => T) => {
    const found = loaded[name];
    if (typeof found !== "function") throw new Error(`Nothing generated is called ${name}`);
    return found as (value: unknown) => T;
  };
  return {
    files,
    diagnostics: [...compilation.diagnostics, ...diagnostics],
    is: (name, value) => call<boolean>(`is${name}`)(value),
    explain: (name, value) => call<readonly Issue[]>(`explain${name}`)(value),
    evaluate: (name, value) => {
      const schema = [...protocol.schemas.values()].find(({ origin }) => origin.file.path === `${name}.json` && origin.pointer === "");
      if (schema === undefined) throw new Error(`No schema is called ${name}`);
      return evaluate(protocol.schemas, schema.id, value);
    },
  };
}
