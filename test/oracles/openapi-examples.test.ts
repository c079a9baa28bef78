import { join } from "node:path";
import { bundle, createConfig } from "@redocly/openapi-core";
import Ajv2020 from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { beforeAll, describe, expect, it } from "vitest";
import { isMap, root, specificationFiles, type Plain } from "../support/specification-files.js";

type Map = { readonly [key: string]: Plain };

/** A value that the document shows, and where the schema that it is an example of stands. */
interface Shown {
  readonly place: string;
  readonly schema: string;
  readonly value: Plain;
}

/** Nothing of Parley takes part: the bundle is Redocly's, the judge is ajv, and the way between them is this file. */
describe.each(specificationFiles().filter(({ kind }) => kind === "openapi").map(({ path }) => path))("examples of %s, judged by ajv on the bundled document", (path) => {
  let document: Map;
  let shown: readonly Shown[];

  beforeAll(async () => {
    const { bundle: bundled } = await bundle({ ref: join(root, path), config: await createConfig({}) });
    document = bundled.parsed as Map;
    shown = [...shownIn(document, document, "")];
  });

  it("are valid, each of them", () => {
    const judge = judgeOf(document);
    const refused = shown.flatMap(({ place, schema, value }) => {
      const faults = judge(schema, value);
      return faults === undefined ? [] : [`${place}: ${faults}`];
    });
    expect(refused).toEqual([]);
    expect(shown.length).toBeGreaterThan(30);
  });

  it("are refused where they are of another type", () => {
    const judge = judgeOf(document);
    const typed = shown.filter(({ value }) => isMap(value) && Object.keys(value).length > 0);
    expect(typed.length).toBeGreaterThan(10);
    expect(typed.filter(({ schema }) => judge(schema, "no object") === undefined)).toEqual([]);
  });

  it("are there for each body, each success and each problem that is listed, where the document says so", () => {
    if (!conventionsOf(document).includes("problems")) return;
    const lacking: string[] = [];
    for (const [address, item] of entriesOf(document, document["paths"])) {
      for (const [method, operation] of entriesOf(document, item)) {
        if (!isMap(operation) || !("responses" in operation)) continue;
        const name = `${method} ${address}`;
        const body = entriesOf(document, resolved(document, operation["requestBody"])["content"]);
        for (const [type, media] of body) if (namedIn(document, media).length === 0) lacking.push(`${name}: ${type}`);
        for (const [status, response] of entriesOf(document, operation["responses"])) {
          const map = resolved(document, response);
          const content = entriesOf(document, map["content"]);
          const examples = content.flatMap(([, media]) => namedIn(document, media));
          if (status.startsWith("2")) for (const [type, media] of content) if (type.endsWith("json") && namedIn(document, media).length === 0) lacking.push(`${name} ${status}: ${type}`);
          const types = examples.map((example) => String(resolved(document, example)["type"]));
          for (const problem of (map["x-parley-problems"] ?? []) as readonly string[]) if (!types.some((type) => type.endsWith(`/${problem}`))) lacking.push(`${name} ${status}: ${problem}`);
        }
      }
    }
    expect(lacking).toEqual([]);
  });
});

/** Every example of a media type, a parameter or a header, and every one of a schema. */
function* shownIn(document: Map, node: Plain, pointer: string): Iterable<Shown> {
  if (Array.isArray(node)) {
    for (const [index, item] of node.entries()) yield* shownIn(document, item, `${pointer}/${String(index)}`);
    return;
  }
  if (!isMap(node)) return;
  const { example, examples, schema } = node;
  if (Array.isArray(examples)) for (const [index, value] of examples.entries()) yield { place: `${pointer}/examples/${String(index)}`, schema: pointer, value };
  if (isMap(schema) && example !== undefined) yield { place: `${pointer}/example`, schema: `${pointer}/schema`, value: example };
  if (isMap(schema) && isMap(examples)) {
    for (const [name, one] of Object.entries(examples)) yield { place: `${pointer}/examples/${name}`, schema: `${pointer}/schema`, value: resolved(document, one)["value"] ?? null };
  }
  for (const [key, value] of Object.entries(node)) {
    if (!["example", "examples", "default", "const", "enum"].includes(key) || (isMap(value) && pointer.endsWith("/properties"))) {
      yield* shownIn(document, value, `${pointer}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`);
    }
  }
}

/** Says what is wrong with a value by the schema at a pointer; undefined where nothing is. */
function judgeOf(document: Map): (schema: string, value: Plain) => string | undefined {
  const ajv = new Ajv2020.default({ strict: false, validateSchema: false });
  addFormats.default(ajv);
  ajv.addSchema(document, "document");
  return (schema, value) => {
    const validate = ajv.getSchema(`document#${encodeURI(schema)}`);
    if (validate === undefined) throw new Error(`no schema ${schema}`);
    return validate(value) === true ? undefined : ajv.errorsText(validate.errors);
  };
}

function conventionsOf(document: Map): readonly Plain[] {
  const conventions = resolved(document, document["info"])["x-parley-conventions"];
  return Array.isArray(conventions) ? conventions : [];
}

/** The values of the named examples of a media type. */
function namedIn(document: Map, media: Plain): readonly Plain[] {
  return entriesOf(document, resolved(document, media)["examples"]).map(([, example]) => resolved(document, example)["value"] ?? null);
}

function entriesOf(document: Map, node: Plain | undefined): readonly (readonly [string, Plain])[] {
  return Object.entries(resolved(document, node));
}

/** A map, or what a reference inside of the document stands for. */
function resolved(document: Map, node: Plain | undefined): Map {
  if (!isMap(node)) return {};
  const reference = node["$ref"];
  if (typeof reference !== "string") return node;
  const tokens = reference.slice(2).split("/").map((token) => decodeURIComponent(token).replaceAll("~1", "/").replaceAll("~0", "~"));
  const target = tokens.reduce<Plain | undefined>((at, token) => (isMap(at) ? at[token] : undefined), document as Plain);
  if (target === undefined) throw new Error(`nothing at ${reference}`);
  return resolved(document, target);
}
