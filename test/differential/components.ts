import { compile, diskHost, evaluate, type Json as CompilerJson, type Issue } from "@parley/compiler";
import { generateMany } from "@parley/generator-typescript";
import { Ajv2020 } from "ajv/dist/2020.js";
import { planMany } from "../../generators/typescript/src/plan.js";
import { loadGenerated } from "../support/load-generated.js";
import { isValid } from "./interpreter.js";
import type { Subject } from "./judges.js";
import { isMap } from "./json.js";
import { type Library, libraryOf, resolve, type Schema } from "./library.js";
import { componentsOf, readDocuments, toNewDialect } from "./openapi-documents.js";

export interface Components {
  readonly subjects: readonly Subject[];
  /** Schemas that Parley has no validator for. */
  readonly missing: readonly string[];
  /** Those that refer, by whatever way, to what is not there, so that no verdict is right. */
  readonly broken: readonly string[];
}

/** Every component schema of some documents of OpenAPI 3.0 in a folder, with all who judge by it. */
export async function componentSubjects(folder: string, names: readonly string[]): Promise<Components> {
  const documents = readDocuments(folder, names);
  const { protocols } = await compile(names, diskHost(folder), { formats: "annotate" });
  const { declarations } = planMany(protocols, {}, () => {}).schemas;
  const declared = new Map(declarations.map((declaration) => [declaration.schema.id, declaration]));
  const schemas = new Map(protocols.flatMap((protocol) => [...protocol.schemas]));
  const ids = new Map([...schemas.values()].map(({ id, origin }) => [`${origin.file.path}#${origin.pointer}`, id]));

  const { files } = generateMany(protocols, "specifications");
  const used = [...new Set(declarations.flatMap(({ is, explain }) => [is.from, explain.from]))];
  const path = (from: string): string => from.replace(/^\//, "");
  const entry = { path: "all.ts", text: used.map((from, index) => `export * as f${index} from "./${path(from).replace(/\.ts$/, ".js")}";`).join("\n") };
  const loaded = (await loadGenerated([...files, entry], "all.ts")) as { readonly [name: string]: { readonly [name: string]: unknown } };
  const load = ({ from, name }: { readonly from: string; readonly name: string }): unknown => loaded[`f${used.indexOf(from)}`]?.[name];

  const library = libraryOf("openapi-3.0", Object.fromEntries([...documents].map(([name, document]) => [`schema:/${name}`, document])));
  const regExp = Object.assign((pattern: string) => patternOf(pattern), { code: "" });
  const ajv = new Ajv2020({ strict: false, ownProperties: true, validateFormats: false, logger: false, validateSchema: false, inlineRefs: false, code: { regExp } });
  for (const [name, document] of documents) {
    const converted = Object.fromEntries(Object.entries(componentsOf(document)).map(([each, schema]) => [each, toNewDialect(schema)]));
    ajv.addSchema({ $id: `schema:/${name}`, components: { schemas: converted } });
  }

  const subjects: Subject[] = [];
  const missing: string[] = [];
  const broken: string[] = [];
  for (const name of names) {
    const document = documents.get(name);
    for (const component of Object.keys(componentsOf(document))) {
      const place = `${name}#/components/schemas/${component}`;
      const id = ids.get(place);
      const declaration = id === undefined ? undefined : declared.get(id);
      if (id === undefined || declaration === undefined) {
        missing.push(place);
        continue;
      }
      const schema = resolve(library, document as object, `schema:/${place}`);
      if (!isWhole(library, schema)) {
        broken.push(place);
        continue;
      }
      const [isX, explainX] = [load(declaration.is) as (value: unknown) => boolean, load(declaration.explain) as (value: unknown) => readonly Issue[]];
      let byAjv: ((value: unknown) => boolean) | undefined;
      subjects.push({
        name: place, schema, library,
        judges: {
          is: isX,
          explain: (value) => explainX(value).length === 0,
          evaluate: (value) => evaluate(schemas, id, value as CompilerJson).length === 0,
          interpreter: (value) => isValid(library, schema as Schema, value),
          ajv: (value) => (byAjv ??= ajv.getSchema(`schema:/${place}`) as (value: unknown) => boolean)(value),
        },
      });
    }
  }
  return { subjects, missing, broken };
}

/** Whether all references that a schema reaches lead somewhere. */
function isWhole(library: Library, schema: Schema): boolean {
  const reached = new Set<unknown>([schema]);
  for (const each of reached) {
    if (Array.isArray(each)) for (const item of each as readonly unknown[]) reached.add(item);
    if (!isMap(each)) continue;
    for (const member of Object.values(each)) if (typeof member === "object") reached.add(member);
    if (typeof each.$ref !== "string") continue;
    try {
      reached.add(resolve(library, each, each.$ref));
    } catch {
      return false;
    }
  }
  return true;
}

/** As the specification has it, but for escapes that only the older syntax knows. */
function patternOf(pattern: string): RegExp {
  try {
    return new RegExp(pattern, "u");
  } catch {
    return new RegExp(pattern);
  }
}
