import { compile, memoryHost } from "@parley/compiler";
import { generate } from "@parley/generator-typescript";
import { describe, expect, it } from "vitest";
import { typeErrors } from "../support/type-check.js";

const files = {
  "orders.yaml": `asyncapi: 3.0.0
info: { title: Orders, version: 1.0.0 }
channels:
  orders:
    address: orders
    messages:
      orderPlaced: { $ref: "messages.yaml#/orderPlaced" }
      shipped: { $ref: "#/components/messages/orderShipped" }
operations:
  follow: { action: send, channel: { $ref: "#/channels/orders" } }
components:
  messages:
    orderShipped:
      payload:
        type: object
        required: [parcels]
        properties:
          parcels: { type: array, items: { type: object, properties: { weight: { type: number } } } }
`,
  "messages.yaml": `orderPlaced:
  payload:
    type: object
    required: [items, buyer]
    properties:
      items: { type: array, items: { $ref: "#/line" } }
      gifts: { type: array, items: { type: object, properties: { wrapped: { type: boolean } } } }
      buyer: { $ref: "#/person" }
line: { type: object, required: [count], properties: { count: { type: integer }, owner: { $ref: "#/person" } } }
person: { type: object, properties: { name: { type: string } } }
`,
};

// asyncapi/modelina#1297, #1576; the-codegen-project/cli PR#414
describe("pain 20: names behind $ref are lost, and several types become one, or AnonymousSchema_2", () => {
  it("every type has the author's name, or that of its place, and lists with different items have different types", async () => {
    const { protocols } = await compile(["orders.yaml"], memoryHost(files));
    const generated = protocols.flatMap((protocol) => generate(protocol).files);
    expect(typeErrors(generated)).toEqual([]);
    const models = generated.filter(({ path }) => path === "models.ts" || path === "common.ts").map(({ text }) => text).join("\n");
    const types = [...models.matchAll(/^export (?:interface|type) (\w+)/gm)].map(([, name]) => name).sort();
    expect(types).toEqual(["Line", "OrderPlaced", "OrderPlacedGiftsItem", "OrderShipped", "OrderShippedParcelsItem", "Person", "ToClient"]);
    expect(models).toContain("readonly items: readonly Line[];");
    expect(models).toContain("readonly buyer: Person;");
    expect(models).toContain("readonly owner?: Person;");
    expect(generated.map(({ text }) => text).join("\n")).not.toMatch(/anonymous/i);
  });
});
