import { compile, memoryHost } from "@parley/compiler";
import { describe, expect, it } from "vitest";

// OpenAPITools/openapi-generator#9083
describe("pain 14: OpenAPI 3.1 is asked for, and read as if it were 3.0", () => {
  it("what 3.1 brought is in the model", async () => {
    const text = `openapi: 3.1.0
info: { title: A, summary: All that is new., version: "1", license: { name: MIT, identifier: MIT } }
webhooks:
  changed: { $ref: "#/components/pathItems/changed" }
components:
  pathItems:
    changed:
      post:
        requestBody: { $ref: "#/components/requestBodies/change", description: Its own words. }
  requestBodies:
    change: { content: { application/json: { schema: { $ref: "#/components/schemas/Change", minProperties: 1 } } } }
  schemas:
    Change: { type: [object, "null"], properties: { kind: { const: change }, count: { type: integer, exclusiveMinimum: 0 } } }
  securitySchemes:
    certificate: { type: mutualTLS }
`;
    const { protocols, diagnostics } = await compile(["a.yaml"], memoryHost({ "a.yaml": text }));
    expect(diagnostics).toEqual([]);
    const [protocol] = protocols;
    const [operation] = protocol?.operations.values() ?? [];
    expect(operation?.http?.trigger).toEqual({ by: "webhook", name: "changed" });
    expect(operation?.http?.body?.description).toBe("Its own words.");
    expect(protocol?.schemas.get("a.yaml#/components/schemas/Change")?.rules.type).toEqual(["object", "null"]);
    expect(protocol?.schemas.get(operation?.http?.body?.content[0]?.schema ?? "")?.rules).toMatchObject({ ref: "a.yaml#/components/schemas/Change", minProperties: 1 });
    expect(protocol?.securitySchemes.map(({ type }) => type)).toEqual(["mutualTLS"]);
  });
});
