import { join } from "node:path";
import { bundle, createConfig, lint } from "@redocly/openapi-core";
import { Validator } from "@seriousme/openapi-schema-validator";
import { describe, expect, it } from "vitest";
import { root, specificationFiles } from "../support/specification-files.js";

const documents = specificationFiles().filter(({ kind }) => kind === "openapi");

describe("OpenAPI documents, judged by others", () => {
  it("conference management and service control are among them", () => {
    expect(documents.map(({ path }) => path)).toEqual(expect.arrayContaining(["specs/conference/openapi.yaml", "specs/signalling/service-control.openapi.yaml"]));
  });

  for (const { path } of documents) {
    it(`${path}: an independent linter has no complaint`, async () => {
      const config = await createConfig({ extends: ["recommended"] });
      const problems = await lint({ ref: join(root, path), config });
      expect(problems.map(({ ruleId, message, location }) => `${ruleId}: ${message} ${location[0]?.pointer ?? ""}`)).toEqual([]);
    });

    it(`${path} fits the official JSON Schema of OpenAPI 3.1`, async () => {
      expect(await officialErrors(await bundled(path))).toEqual([]);
    });

    it(`the official schema does refuse ${path} when it is broken`, async () => {
      const { info, ...broken } = await bundled(path);
      expect(info).toBeDefined();
      expect(await officialErrors(broken)).not.toEqual([]);
    });
  }
});

/** The document in one piece: the validator follows no reference to another file. */
async function bundled(path: string): Promise<Record<string, unknown>> {
  const { bundle: document } = await bundle({ ref: join(root, path), config: await createConfig({}) });
  return document.parsed as Record<string, unknown>;
}

async function officialErrors(document: Record<string, unknown>): Promise<readonly unknown[]> {
  const { valid, errors } = await new Validator().validate(structuredClone(document));
  return valid ? [] : [errors];
}
