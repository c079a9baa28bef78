import { compile, memoryHost, type OutputFile } from "@parley/compiler";
import { generate } from "@parley/generator-typescript";
import { typeErrors } from "./type-check.js";

/** Named schemas as generated code: its files, what was said on the way, and how to check what uses it. */
export interface TypedSchemas {
  readonly files: readonly OutputFile[];
  readonly models: string;
  readonly warnings: readonly string[];
  /** Errors of strict TypeScript, in the files and in a program that imports their types. */
  readonly errorsIn: (uses: string) => readonly string[];
}

/** Generates the components of an OpenAPI document. */
export async function typedSchemas(schemas: object): Promise<TypedSchemas> {
  const text = JSON.stringify({ openapi: "3.1.0", info: { title: "Types", version: "1.0.0" }, components: { schemas } });
  const { protocols, diagnostics } = await compile(["types.json"], memoryHost({ "types.json": text }));
  const [protocol] = protocols;
  if (protocol === undefined) throw new Error("no protocol");
  const generated = generate(protocol);
  const { files } = generated;
  return {
    files,
    models: files.find(({ path }) => path === "models.ts")?.text ?? "",
    warnings: [...diagnostics, ...generated.diagnostics].map(({ code, message }) => `${code}: ${message}`),
    errorsIn: (uses) => typeErrors([...files, { path: "uses.ts", text: uses }]),
  };
}

export function refTo(name: string): object {
  return { $ref: `#/components/schemas/${name}` };
}
