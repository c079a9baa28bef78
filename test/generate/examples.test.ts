import { compile, diskHost, type Issue, type Json, type Schema } from "@parley/compiler";
import * as conference from "@parley/conference";
import { planProtocol } from "@parley/generator-typescript";
import * as interconnect from "@parley/interconnect";
import * as mediaResource from "@parley/media-resource";
import * as serviceControl from "@parley/service-control";
import * as signalling from "@parley/signalling";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { describe, expect, test } from "vitest";
import { mutantsOf } from "../support/mutants.js";
import { root, specificationFiles } from "../support/specification-files.js";

const ajv = new Ajv2020({ strict: false, ownProperties: true });
addFormats.default(ajv);
for (const { path, value } of specificationFiles()) ajv.addSchema({ ...value, $id: `file:///${path}` });
const ajvOf = ({ origin }: Schema) => ajv.compile({ $ref: `file:///${origin.file.path}#${encodeURI(origin.pointer)}` });

const packages = [
  ["specs/signalling/uni.asyncapi.yaml", signalling],
  ["specs/signalling/nni.asyncapi.yaml", interconnect],
  ["specs/signalling/mri.asyncapi.yaml", mediaResource],
  ["specs/signalling/service-control.openapi.yaml", serviceControl],
  ["specs/conference/openapi.yaml", conference],
] as const;

describe.each(packages)("%s", async (entry, generated) => {
  const { protocols } = await compile([entry], diskHost(root), { roots: ["specs"] });
  const [protocol] = protocols;
  if (protocol === undefined) throw new Error(`${entry} does not compile`);
  const { declarations } = planProtocol(protocol, {}, () => {});
  const exports = generated as unknown as { readonly [name: string]: (value: unknown) => unknown };
  const payloads = new Map<string, readonly Json[]>();
  for (const { payload, examples } of protocol.messages.values()) {
    if (payload !== undefined) payloads.set(payload, examples.flatMap((example) => (example.payload === undefined ? [] : [example.payload])));
  }
  const cases = declarations
    .map(({ name, schema }) => ({ name, schema, examples: [...(schema.notes.examples ?? []), ...(payloads.get(schema.id) ?? [])] }))
    .filter(({ examples }) => examples.length > 0);

  test("every message has an example", () => {
    expect([...protocol.messages.values()].filter(({ payload, examples }) => payload !== undefined && examples.length === 0).map(({ name }) => name)).toEqual([]);
  });

  test.each(cases)("$name: its examples are valid, and mutants of them wrong in the place that was mutated", ({ name, schema, examples }) => {
    const is = exports[`is${name}`] as ((value: unknown) => boolean) | undefined;
    const explain = exports[`explain${name}`] as ((value: unknown) => readonly Issue[]) | undefined;
    if (is === undefined || explain === undefined) throw new Error(`${name} has no validator`);
    const byAjv = ajvOf(schema);
    for (const example of examples) {
      expect({ example, is: is(example), issues: explain(example), ajv: byAjv(example) }).toEqual({ example, is: true, issues: [], ajv: true });
      for (const { what, pointer, value, perhapsValid } of mutantsOf(protocol, schema.id, example)) {
        const valid = byAjv(value);
        const issues = explain(value);
        expect({ what, pointer, is: is(value), explained: issues.length === 0 }).toEqual({ what, pointer, is: valid, explained: valid });
        if (!perhapsValid) expect({ what, pointer, valid }).toEqual({ what, pointer, valid: false });
        if (!valid) expect(issues.map((issue) => issue.pointer), `${what} at ${pointer}`).toContain(pointer);
      }
    }
  });

  test("there are many mutants of each kind", () => {
    const mutants = cases.flatMap(({ schema, examples }) => examples.flatMap((example) => mutantsOf(protocol, schema.id, example)));
    const kinds = new Set(mutants.map(({ what }) => what.split(" ")[0]));
    expect(mutants.length).toBeGreaterThan(500);
    expect([...kinds]).toEqual(expect.arrayContaining(["required", "not", "minLength", "maxLength", "enum"]));
  });
});
