import { readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { createConfig, lint } from "@redocly/openapi-core";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { describeCorpora } from "../support/corpora.js";
import { isMap, root, specificationFiles } from "../support/specification-files.js";

const files = specificationFiles();
const flows = files.filter(({ kind }) => kind === "arazzo");

describe("flows, judged by an independent linter", () => {
  it("they are those that the documents name", () => {
    const named = files.flatMap(({ path, value: { info } }) => {
      const listed = isMap(info) ? info["x-parley-flows"] : undefined;
      return Array.isArray(listed) ? listed.map((each) => posix.join(posix.dirname(path), String(each))) : [];
    });
    expect(flows.map(({ path }) => path)).toEqual([...new Set(named)].sort());
  });

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
