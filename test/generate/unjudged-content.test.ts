import { compile, memoryHost } from "@parley/compiler";
import { generate } from "@parley/generator-typescript";
import { expect, it } from "vitest";

it("a body that is no JSON and no form, but has a schema, is told: nobody judges it", async () => {
  const text = `openapi: 3.1.0
info: { title: Tables, version: 1.0.0 }
paths:
  /table:
    get:
      operationId: getTable
      responses:
        "200": { description: Rows., content: { text/csv: { schema: { type: array, items: { type: object } } } } }
`;
  const { protocols, diagnostics } = await compile(["tables.yaml"], memoryHost({ "tables.yaml": text }));
  expect(diagnostics).toEqual([]);
  const found = protocols.flatMap((protocol) => generate(protocol).diagnostics);
  expect(found.map(({ code, location }) => [code, location.pointer])).toEqual([["unjudged-content", "/paths/~1table/get/responses/200/content/text~1csv"]]);
});
