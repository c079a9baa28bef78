import { readdirSync } from "node:fs";
import { compile, diskHost } from "@parley/compiler";
import { generate } from "@parley/generator-typescript";
import { expect, it } from "vitest";
import { describeCorpora } from "../support/corpora.js";
import { typeErrors } from "../support/type-check.js";

/** What is generated of a document, type-checked as a user would. */
async function errorsOf(folder: string, name: string): Promise<readonly string[]> {
  const { protocols } = await compile([name], diskHost(folder));
  return protocols.flatMap((protocol) => typeErrors(generate(protocol).files));
}

describeCorpora("openapi-schema-tests/tests/schema/pass", "clients and servers of OpenAPI's own examples compile", (folder) => {
  for (const name of readdirSync(folder).sort()) {
    it(name, async () => expect(await errorsOf(folder, name)).toEqual([]), 240_000);
  }
});

describeCorpora("3gpp-rel17", "clients and servers of 3GPP's documents compile", (folder) => {
  const names = readdirSync(folder).filter((name) => /\.ya?ml$/.test(name)).sort();
  for (const name of names.filter((_, index) => index % Math.ceil(names.length / 30) === 0)) {
    it(name, async () => expect(await errorsOf(folder, name)).toEqual([]), 240_000);
  }
});
