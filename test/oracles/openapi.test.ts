import { join } from "node:path";
import { bundle, createConfig, lint } from "@redocly/openapi-core";
import { Validator } from "@seriousme/openapi-schema-validator";
import { describe, expect, it } from "vitest";
import { root, specificationFiles } from "../support/specification-files.js";

const documents = specificationFiles().filter(({ kind }) => kind === "openapi");

/** Rules of the linter that it does not recommend and that are not kept, each with the reason. It recommends none of them. */
const notKept: Readonly<Record<string, string>> = {
  "info-contact": "nobody is there to be written to before a release",
  "operation-4xx-problem-details-rfc7807": "the answer to a webhook is the application's, and has no content",
  "operation-description": "a summary that says it all needs none",
  "path-segment-plural": "what there is one of, and what is done, is singular",
  "paths-kebab-case": "it reads the name of a webhook as a path, and that is lowerCamel as an operation is",
  "request-mime-type": "it knows application/json alone: a change is application/merge-patch+json",
  "required-string-property-missing-min-length": "a pattern or a format says it, or the empty text is meant",
  "response-mime-type": "it knows application/json alone: a refusal is application/problem+json",
  "scalar-property-missing-example": "a schema has an example as a whole",
  "tags-alphabetical": "tags are in the order in which they are met",
};

describe("OpenAPI documents, judged by others", () => {
  it("conference management and service control are among them", () => {
    expect(documents.map(({ path }) => path)).toEqual(expect.arrayContaining(["specs/conference/openapi.yaml", "specs/signalling/service-control.openapi.yaml"]));
  });

  it("every rule of the linter is kept, but for those that are listed, and each of these finds something", async () => {
    const config = await createConfig({ extends: ["all"] });
    const problems = (await Promise.all(documents.map(({ path }) => lint({ ref: join(root, path), config })))).flat();
    const kept = problems.filter(({ ruleId }) => !(ruleId in notKept));
    expect(kept.map(({ ruleId, message, location }) => `${ruleId}: ${message} ${location[0]?.source.absoluteRef ?? ""}${location[0]?.pointer ?? ""}`)).toEqual([]);
    expect([...new Set(problems.map(({ ruleId }) => ruleId))].sort()).toEqual(Object.keys(notKept));
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
