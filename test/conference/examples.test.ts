import * as conference from "@parley/conference";
import * as serviceControl from "@parley/service-control";
import type { HttpOperation, Validator } from "@parley/runtime/http";
import type { Json, MediaType, Protocol } from "@parley/compiler";
import { compile, diskHost, pascalCase } from "@parley/compiler";
import Ajv2020 from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { beforeAll, describe, expect, it } from "vitest";
import { root, specificationFiles } from "../support/specification-files.js";

const documents = [
  ["specs/conference/openapi.yaml", { ...conference }, "specs/conference/schemas/"],
  ["specs/signalling/service-control.openapi.yaml", { ...serviceControl }, "specs/signalling/schemas/"],
] as const satisfies readonly (readonly [string, Readonly<Record<string, unknown>>, string])[];

describe.each(documents)("examples of %s", (path, generated, schemas) => {
  const exported: Readonly<Record<string, unknown>> = generated;
  let protocol: Protocol;
  const judge = oracle();

  beforeAll(async () => {
    const { protocols, diagnostics } = await compile([path], diskHost(root), { roots: ["specs"] });
    expect(diagnostics).toEqual([]);
    const [first] = protocols;
    if (first === undefined) throw new Error("no protocol");
    protocol = first;
  });

  it("of bodies and answers pass the validators that the handler uses, and ajv", () => {
    let count = 0;
    for (const { http, name } of protocol.operations.values()) {
      const generated = exported[`${name}Operation`] as HttpOperation;
      for (const media of http?.body?.content ?? []) count += check(media, generated.body?.media[0]?.validator);
      for (const { status, content } of http?.responses ?? []) {
        const shape = generated.responses.find((response) => response.status === status);
        for (const media of content) count += check(media, shape?.media.find(({ type }) => type === media.name)?.validator);
      }
    }
    expect(count).toBeGreaterThan(40);

    function check(media: MediaType, validator: Validator | undefined): number {
      expect(media.examples.length, `${media.origin.pointer} has an example`).toBeGreaterThan(0);
      // Bytes are handed on as they are.
      if (media.name === "application/octet-stream") {
        expect(validator, media.origin.pointer).toBeUndefined();
        return media.examples.length;
      }
      for (const { payload, origin } of media.examples) {
        expect(validator?.explain(payload), origin.pointer).toEqual([]);
        expect(validator?.is(payload), origin.pointer).toBe(true);
        expect(judge(protocol.schemas.get(media.schema ?? "")?.rules.ref ?? "", payload), origin.pointer).toBe(true);
      }
      return media.examples.length;
    }
  });

  it("of problems are rows of the registry", () => {
    for (const { http } of protocol.operations.values()) {
      for (const response of http?.responses ?? []) {
        for (const { payload } of response.content
          .filter(({ name }) => name === "application/problem+json")
          .flatMap(({ examples }) => examples)) {
          const { type, title, status } = payload as { readonly [key: string]: Json };
          expect(protocol.problems.find((problem) => problem.type === type)).toMatchObject({ title, status });
          if (response.status !== "default") expect(String(status)).toBe(response.status);
        }
      }
    }
  });

  it("of schemas pass, and their mutants fail at the mutated place, as ajv says too", () => {
    let mutants = 0;
    for (const { id, name, notes, origin } of protocol.schemas.values()) {
      if (name === undefined || !origin.file.path.startsWith(schemas)) continue;
      const is = exported[`is${pascalCase(name)}`] as Validator["is"];
      const explain = exported[`explain${pascalCase(name)}`] as Validator["explain"];
      expect(notes.examples?.length, `${name} has an example`).toBeGreaterThan(0);
      for (const example of notes.examples ?? []) {
        expect(explain(example), name).toEqual([]);
        expect(is(example) && judge(id, example), name).toBe(true);
        for (const { value, pointer } of mutantsOf(example)) {
          const issues = explain(value);
          expect(is(value), `${name} ${JSON.stringify(value)}`).toBe(issues.length === 0);
          expect(is(value), `${name} ${JSON.stringify(value)}`).toBe(judge(id, value));
          if (issues.length === 0) continue;
          expect(
            issues.some((issue) => `${issue.pointer}/`.startsWith(`${pointer}/`)),
            `${name} ${JSON.stringify(value)} at ${pointer}`,
          ).toBe(true);
          mutants += 1;
        }
      }
    }
    expect(mutants).toBeGreaterThan(100);
  });
});

interface Mutant {
  readonly value: Json;
  /** Where the fault must be told, or inside it. */
  readonly pointer: string;
}

/** Each member left out or replaced by values of other types, and each text stretched. */
function* mutantsOf(value: Json): Iterable<Mutant> {
  const others: readonly Json[] = [null, true, -1, 0.5, "", "\u0000", `${"x".repeat(5000)}`, [], {}];
  for (const other of others) yield { value: other, pointer: "" };
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      for (const mutant of mutantsOf(item)) yield { value: value.with(index, mutant.value), pointer: `/${index}${mutant.pointer}` };
    }
  } else if (typeof value === "object" && value !== null) {
    for (const [key, member] of Object.entries(value)) {
      yield { value: Object.fromEntries(Object.entries(value).filter(([other]) => other !== key)), pointer: `/${key}` };
      for (const mutant of mutantsOf(member)) yield { value: { ...value, [key]: mutant.value }, pointer: `/${key}${mutant.pointer}` };
    }
  }
}

/** ajv over the schema files as they stand, found by their path. */
function oracle(): (id: string, value: unknown) => boolean {
  const ajv = new Ajv2020.default({ strict: false, allErrors: false });
  addFormats.default(ajv);
  for (const { path: file, kind, value } of specificationFiles()) if (kind === "schema") ajv.addSchema(value, `file:///${file}`);
  return (id, value) => {
    const validate = ajv.getSchema(`file:///${id.replace(/#$/, "")}`);
    if (validate === undefined) throw new Error(`no schema ${id}`);
    return validate(value) === true;
  };
}
