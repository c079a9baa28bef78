import { readFile } from "node:fs/promises";
import { dirname, relative, resolve, sep } from "node:path";
import type { TypeScriptOptions } from "@parley/generator-typescript";
import { Misuse, withFiles } from "./misuse.js";

/** What `parley.config.json` says, its paths relative to the working folder. Its shape is published as `parley.config.schema.json`. */
export interface Configuration {
  readonly specifications: readonly string[];
  /** Folders that references may lead into, beside those of the specifications. */
  readonly roots: readonly string[];
  readonly outputs: readonly Output[];
}

/** One specification, or a folder of them, compiled for one target into one folder. */
export interface Output {
  readonly specification: string;
  /** More of them, that the command line named. */
  readonly others?: readonly string[];
  readonly target: string;
  readonly out: string;
  /** The name of the package that the folder is to be; absent where it is a folder of somebody's own package. */
  readonly package?: string;
  readonly options: TypeScriptOptions;
  /** Write also the types that openapi-fetch takes. */
  readonly paths: boolean;
}

export const configurationName = "parley.config.json";

/** Reads a configuration; undefined where none is named and none is there. */
export async function readConfiguration(workingFolder: string, named: string | undefined): Promise<Configuration | undefined> {
  const shown = named ?? configurationName;
  const path = resolve(workingFolder, shown);
  const text = await withFiles(`Cannot read "${shown}"`, () => textOf(path, named === undefined));
  if (text === undefined) return undefined;
  const place = (file: string) => (relative(workingFolder, resolve(dirname(path), file)) || ".").split(sep).join("/");
  try {
    return configurationOf(JSON.parse(text.replace(/^\ufeff/, "")), place);
  } catch (error) {
    if (error instanceof SyntaxError) throw new Misuse(`"${shown}" is not JSON: ${error.message}.`, { cause: error });
    if (error instanceof Misuse) throw new Misuse(`"${shown}": ${error.message}.`, { cause: error });
    throw error;
  }
}

async function textOf(path: string, mayBeAbsent: boolean): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (mayBeAbsent && error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}

function configurationOf(value: unknown, place: (file: string) => string): Configuration {
  const map = mapOf(value, "The configuration", ["$schema", "specifications", "roots", "outputs"]);
  const outputs = listOf(map.outputs ?? [], "outputs").map((each, index) => outputOf(each, `outputs[${String(index)}]`, place));
  const paths = (key: "specifications" | "roots") => listOf(map[key] ?? [], key).map((each, index) => place(textIn(each, `${key}[${String(index)}]`)));
  return { outputs, roots: paths("roots"), specifications: [...new Set([...paths("specifications"), ...outputs.map((output) => output.specification)])] };
}

function outputOf(value: unknown, where: string, place: (file: string) => string): Output {
  const map = mapOf(value, where, ["specification", "target", "out", "package", "options", "paths"]);
  return {
    specification: place(textIn(map.specification, `${where}.specification`)),
    target: textIn(map.target, `${where}.target`),
    out: place(textIn(map.out, `${where}.out`)),
    ...(map.package === undefined ? {} : { package: textIn(map.package, `${where}.package`) }),
    paths: booleanIn(map.paths ?? false, `${where}.paths`),
    options: map.options === undefined ? {} : optionsOf(map.options, `${where}.options`),
  };
}

function optionsOf(value: unknown, where: string): TypeScriptOptions {
  const { validators, runtime, unsafePatterns } = mapOf(value, where, ["validators", "runtime", "unsafePatterns"]);
  if (validators !== undefined && validators !== "parley" && validators !== "ajv") throw new Misuse(`${where}.validators must be "parley" or "ajv"`);
  if (runtime !== undefined && runtime !== "import" && runtime !== "copy") throw new Misuse(`${where}.runtime must be "import" or "copy"`);
  const kept = unsafePatterns === undefined ? {} : { unsafePatterns: booleanIn(unsafePatterns, `${where}.unsafePatterns`) };
  return { ...(validators === undefined ? {} : { validators }), ...(runtime === undefined ? {} : { runtime }), ...kept };
}

function booleanIn(value: unknown, where: string): boolean {
  if (typeof value !== "boolean") throw new Misuse(`${where} must be true or false`);
  return value;
}

function mapOf<Key extends string>(value: unknown, where: string, keys: readonly Key[]): { readonly [key in Key]?: unknown } {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new Misuse(`${where} must be an object`);
  const unknown = Object.keys(value).find((key) => !keys.some((known) => known === key));
  if (unknown !== undefined) throw new Misuse(`${where} knows no key "${unknown}"; it knows ${keys.join(", ")}`);
  return value;
}

function listOf(value: unknown, where: string): readonly unknown[] {
  if (!Array.isArray(value)) throw new Misuse(`${where} must be a list`);
  return value;
}

function textIn(value: unknown, where: string): string {
  if (typeof value !== "string" || value === "") throw new Misuse(`${where} must be a text`);
  return value;
}
