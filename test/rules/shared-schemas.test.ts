import { compile, memoryHost } from "@parley/compiler";
import { generate } from "@parley/generator-typescript";
import { describe, expect, it } from "vitest";

/** Thirty small schemas, each referring twice to the one before: two to the thirtieth ways from the last to the first. */
const depth = 30;

describe("a chain of diamonds", () => {
  it.each(["allOf", "properties"])("of %s is looked at schema by schema, not way by way", async (keyword) => {
    const { protocols, diagnostics } = await compile(["diamonds.json"], memoryHost({ "diamonds.json": JSON.stringify(diamonds(keyword)) }));
    expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
    const [protocol] = protocols;
    if (protocol === undefined) throw new Error("no protocol");
    expect(protocol.schemas.size).toBeGreaterThan(depth);
    expect(generate(protocol).files.length).toBeGreaterThan(2);
  });
});

function diamonds(keyword: string): unknown {
  const schemas: Record<string, unknown> = { level0: { type: "object", required: ["kind"], properties: { kind: { const: "diamond" } } } };
  for (let level = 1; level <= depth; level += 1) {
    const below = { $ref: `#/components/schemas/level${level - 1}` };
    schemas[`level${level}`] = keyword === "allOf" ? { allOf: [below, below] } : { type: "object", properties: { left: below, right: below }, examples: [{}] };
  }
  return {
    asyncapi: "3.0.0",
    info: { title: "Diamonds", version: "1.0.0" },
    channels: { only: { address: "/only", messages: { cut: { payload: { $ref: `#/components/schemas/level${depth}` } } } } },
    operations: { cut: { action: "receive", channel: { $ref: "#/channels/only" }, messages: [{ $ref: "#/channels/only/messages/cut" }] } },
    components: { schemas },
  };
}
