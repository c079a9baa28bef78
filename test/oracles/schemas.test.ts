import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { describe, expect, it } from "vitest";
import { isMap, type Plain, specificationFiles } from "../support/specification-files.js";

const ajv = new Ajv2020({ strict: false, allErrors: true, logger: false });
addFormats.default(ajv);
const files = specificationFiles();

describe("schemas, judged by the 2020-12 metaschema", () => {
  const schemas = files.flatMap(({ path, kind, value }) => {
    if (kind === "schema") return [{ place: path, schema: value as Plain }];
    return kind === "asyncapi" || kind === "openapi" || path.includes("/messages/") ? embedded(path, value) : [];
  });
  it("there are many", () => expect(schemas.length).toBeGreaterThan(40));

  it.each(schemas)("$place", ({ schema }) => {
    ajv.validateSchema(schema as object);
    expect(ajv.errors ?? []).toEqual([]);
  });

  it("the metaschema does refuse what is wrong", () => {
    expect(ajv.validateSchema({ type: "strin", minLength: -1 })).toBe(false);
  });
});

/** Schemas written inside AsyncAPI and OpenAPI documents: under the key `schemas`, and as payload or schema of something. */
function embedded(path: string, value: Plain, pointer = ""): { place: string; schema: Plain }[] {
  if (Array.isArray(value)) return value.flatMap((below, index) => embedded(path, below, `${pointer}/${index}`));
  if (!isMap(value)) return [];
  return Object.entries(value).flatMap(([key, below]) => {
    const place = `${pointer}/${key}`;
    if (key === "examples" || key === "example") return [];
    if (key === "payload" || key === "headers" && "payload" in value || key === "schema") return isMap(below) ? [{ place: `${path}#${place}`, schema: below }] : [];
    if (key === "schemas" && isMap(below)) return Object.entries(below).map(([name, schema]) => ({ place: `${path}#${place}/${name}`, schema }));
    return embedded(path, below, place);
  });
}
