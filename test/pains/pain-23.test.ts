import { compile, memoryHost } from "@parley/compiler";
import { describe, expect, it } from "vitest";

// asyncapi/parser-js#1230: every path to a shared schema was walked, so that 30 small schemas took more than anybody's life.
describe("pain 23: a schema that many others share is read once, however many paths lead to it", () => {
  it("a chain of diamonds has as many schemas as are written", async () => {
    const chain = (length: number) => {
      const schemas: Record<string, unknown> = { S0: { type: "string" } };
      for (let index = 1; index <= length; index++) {
        const $ref = `#/components/schemas/S${String(index - 1)}`;
        schemas[`S${String(index)}`] = { type: "object", properties: { left: { $ref }, right: { $ref } } };
      }
      return JSON.stringify({ asyncapi: "3.0.0", info: { title: "Diamonds", version: "1.0.0" }, components: { schemas } });
    };
    const { protocols, diagnostics } = await compile(["in.json"], memoryHost({ "in.json": chain(1000) }));
    expect(diagnostics).toEqual([]);
    expect(protocols[0]?.schemas.size).toBe(1 + 3 * 1000);
  });

  it("so has one whose schemas are reached through dynamic references", async () => {
    const $defs: Record<string, unknown> = { leaf: { $dynamicAnchor: "leaf", type: "string" } };
    for (let index = 1; index <= 200; index++) {
      const $ref = index === 1 ? "#/$defs/last" : `#/$defs/s${String(index - 1)}`;
      $defs[`s${String(index)}`] = { properties: { left: { $ref }, right: { $ref } } };
    }
    $defs.last = { $dynamicRef: "#leaf" };
    const schema = { $schema: "https://json-schema.org/draft/2020-12/schema", $defs, $ref: "#/$defs/s200" };
    const { protocols, diagnostics } = await compile(["in.json"], memoryHost({ "in.json": JSON.stringify(schema) }));
    expect(diagnostics).toEqual([]);
    expect(protocols[0]?.schemas.size).toBe(1 + 2 + 3 * 200);
  });
});
