import { readdirSync } from "node:fs";
import { join } from "node:path";
import { compile, diskHost, type OutputFile } from "@parley/compiler";
import { generate } from "@parley/generator-typescript";
import { expect, it } from "vitest";
import { describeCorpora } from "../support/corpora.js";
import { typeErrors } from "../support/type-check.js";

describeCorpora("asyncapi-examples", "documents that others wrote", (path) => {
  it("become strict TypeScript, all of them", { timeout: 120_000 }, async () => {
    const folder = join(path, "3.0.0/examples");
    const documents = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => /asyncapi\.ya?ml$/.test(name)).sort();
    const files: OutputFile[] = [];
    const generated: string[] = [];
    for (const [index, name] of documents.entries()) {
      const { protocols } = await compile([name], diskHost(folder));
      for (const protocol of protocols) {
        generated.push(name);
        files.push(...generate(protocol).files.map((file) => ({ ...file, path: `d${index}/${file.path}` })));
      }
    }
    expect(generated).toEqual(documents);
    expect(documents.length).toBeGreaterThan(20);
    expect(typeErrors(files)).toEqual([]);
  });
});
