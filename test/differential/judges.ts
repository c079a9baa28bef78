import { compile, type Diagnostic, evaluate, type Issue, type Json as CompilerJson, memoryHost } from "@parley/compiler";
import { generate, planProtocol } from "@parley/generator-typescript";
import { Ajv } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import { loadValidators } from "../support/load-generated.js";
import { isValid } from "./interpreter.js";
import { isMap, type Json } from "./json.js";
import { type Library, libraryOf, type Schema } from "./library.js";
import { toNewDialect } from "./openapi-documents.js";
import type { RandomDialect } from "./random-schema.js";

/** One schema and everybody who judges by it: true where the value is valid. */
export interface Subject {
  readonly name: string;
  readonly schema: Schema;
  readonly library: Library;
  readonly judges: Readonly<Record<Judge, (value: Json) => boolean>>;
}

export type Judge = "is" | "explain" | "evaluate" | "interpreter" | "ajv";

const dialects: Readonly<Record<RandomDialect, { readonly head: object; readonly entry: object; readonly forAjv: (schema: object) => unknown }>> = {
  "2020-12": { head: { $schema: "https://json-schema.org/draft/2020-12/schema" }, entry: { asyncapi: "3.0.0" }, forAjv: (schema) => schema },
  "draft-07": { head: { $schema: "http://json-schema.org/draft-07/schema#" }, entry: { asyncapi: "3.0.0" }, forAjv: referencesAlone },
  "openapi-3.0": { head: {}, entry: { openapi: "3.0.3", paths: {} }, forAjv: toNewDialect },
};

/** Draft-07, Core 8.3: what stands beside a reference is ignored, where ajv judges it. */
function referencesAlone(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(referencesAlone);
  if (!isMap(schema)) return schema;
  return typeof schema.$ref === "string" ? { $ref: schema.$ref } : Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, referencesAlone(value)]));
}

export interface Subjects {
  readonly subjects: readonly Subject[];
  /** What was wrong with those that are not among them. */
  readonly refused: readonly Diagnostic[];
}

/** Compiles schemas, each a file that others may refer to as `./S1.json`, once for each judge. */
export async function subjectsOf(schemas: readonly (readonly [name: string, schema: object])[], dialect: RandomDialect): Promise<Subjects> {
  const { head, entry: kind, forAjv } = dialects[dialect];
  const documents = new Map(schemas.map(([name, schema]) => [name, { ...head, ...schema }] as const));
  const entry = { ...kind, info: { title: "Schemas", version: "1.0.0", "x-parley-name": "schemas" }, components: { schemas: Object.fromEntries([...documents.keys()].map((name) => [name, { $ref: `./${name}.json` }])) } };
  const files = Object.fromEntries([...documents].map(([name, schema]) => [`${name}.json`, JSON.stringify(schema)]));
  const { protocols, diagnostics } = await compile(["entry.json"], memoryHost({ ...files, "entry.json": JSON.stringify(entry) }));
  const [protocol] = protocols;
  if (protocol === undefined) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  const { files: printed } = generate(protocol);
  const loaded = await loadValidators(printed);
  const names = new Map(planProtocol(protocol, {}, () => {}).declarations.map(({ schema, is, explain }) => [schema.id, [is.name, explain.name] as const]));

  const library = libraryOf(dialect, Object.fromEntries([...documents].map(([name, schema]) => [`schema:/${name}.json`, schema])));
  const options = { strict: false, ownProperties: true, validateFormats: false, logger: false as const, validateSchema: false };
  const ajv = dialect === "draft-07" ? new Ajv(options) : new Ajv2020(options);
  for (const [name, schema] of documents) ajv.addSchema({ $id: `schema:/${name}.json`, ...(forAjv(schema) as object) });

  const refused = diagnostics.filter(({ severity, code }) => severity === "error" && !judgedElsewhere.has(code));
  const bad = new Set(refused.map(({ location }) => location.file.path));
  const subjects = [...documents].flatMap(([name, schema]): Subject[] => {
    const id = [...protocol.schemas.values()].find(({ origin }) => origin.file.path === `${name}.json` && origin.pointer === "")?.id;
    const [is, explain] = (id === undefined ? undefined : names.get(id)) ?? [];
    if (id === undefined || is === undefined || explain === undefined || bad.size > 0) return [];
    const byAjv = ajv.getSchema(`schema:/${name}.json`) as (value: unknown) => boolean;
    const [isX, explainX] = [loaded[is] as (value: unknown) => boolean, loaded[explain] as (value: unknown) => readonly Issue[]];
    return [{
      name, schema, library,
      judges: {
        is: isX,
        explain: (value) => explainX(value).length === 0,
        evaluate: (value) => evaluate(protocol.schemas, id, value as CompilerJson).length === 0,
        interpreter: (value) => isValid(library, schema, value),
        ajv: byAjv,
      },
    }];
  });
  return { subjects, refused };
}

/** Judgements of a specification's taste, which take nothing away from its schemas. */
const judgedElsewhere = new Set<string>(["example-rejected", "ambiguous-messages", "missing-property"]);

/** What each says of a value. */
export function verdictsOf({ judges }: Subject, value: Json): Readonly<Record<Judge, boolean | "throws">> {
  return Object.fromEntries(Object.entries(judges).map(([judge, verdict]) => [judge, verdictOf(verdict, value)])) as Readonly<Record<Judge, boolean | "throws">>;
}

function verdictOf(judge: (value: Json) => boolean, value: Json): boolean | "throws" {
  try {
    return judge(value);
  } catch {
    return "throws";
  }
}
