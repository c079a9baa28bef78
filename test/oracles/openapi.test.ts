import { join } from "node:path";
import { createConfig, lint } from "@redocly/openapi-core";
import { describe, expect, it } from "vitest";
import { root, specificationFiles } from "../support/specification-files.js";

const documents = specificationFiles().filter(({ kind }) => kind === "openapi");

describe("OpenAPI documents, judged by an independent linter", () => {
  it("there are some", () => expect(documents.length).toBeGreaterThan(0));

  for (const { path } of documents) {
    it(`${path} has no problem`, async () => {
      const config = await createConfig({ extends: ["recommended"] });
      const problems = await lint({ ref: join(root, path), config });
      expect(problems.map(({ ruleId, message, location }) => `${ruleId}: ${message} ${location[0]?.pointer ?? ""}`)).toEqual([]);
    });
  }
});
