import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createConfig, lint } from "@redocly/openapi-core";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { describeCorpora } from "../support/corpora.js";
import { root, specificationFiles } from "../support/specification-files.js";

const flows = specificationFiles().filter(({ kind }) => kind === "arazzo");

describe("flows, judged by an independent linter", () => {
  it("there are seven", () => expect(flows.length).toBeGreaterThanOrEqual(7));

  for (const { path } of flows) {
    it(`${path} has no problem`, async () => {
      const config = await createConfig({ extends: ["spec"] });
      const problems = await lint({ ref: join(root, path), config });
      expect(problems.map(({ ruleId, message, location }) => `${ruleId}: ${message} ${location[0]?.pointer ?? ""}`)).toEqual([]);
    });
  }
});

describeCorpora("arazzo", "flows, judged by the schema of Arazzo 1.1", (folder) => {
  const ajv = new Ajv2020({ strict: false, allErrors: true, logger: false });
  addFormats.default(ajv);
  const validate = ajv.compile(parse(readFileSync(join(folder, "schema-1.1.yaml"), "utf8")) as Record<string, unknown>);

  for (const { path, value } of flows) {
    it(path, () => {
      validate(value);
      expect(validate.errors ?? []).toEqual([]);
    });
  }
});
