import { compile, memoryHost, type Protocol, type Schema } from "@parley/compiler";
import { describe, expect, it } from "vitest";

const shapes = `
definitions:
  Shape:
    discriminator: DISCRIMINATOR
    oneOf: [{ $ref: "#/definitions/Circle" }, { $ref: "#/definitions/Square" }]
  Circle: { type: object, required: [kind], properties: { kind: { const: Circle }, radius: { type: number } } }
  Square: { type: object, required: [kind], properties: { kind: { const: Square }, side: { type: number } } }
`;

const asyncApi = `asyncapi: 3.0.0
info: { title: Drawing, version: 1.0.0 }
channels:
  drawing:
    address: /drawing
    messages:
      shape: { payload: { $ref: "./shapes.yaml#/definitions/Shape" } }
operations:
  draw: { action: receive, channel: { $ref: "#/channels/drawing" } }
`;

const openApi = `openapi: 3.1.0
info: { title: Drawing, version: 1.0.0 }
paths:
  /shapes:
    post:
      requestBody: { content: { application/json: { schema: { $ref: "./shapes.yaml#/definitions/Shape" } } } }
`;

// asyncapi/spec#1073
describe("pain 7: AsyncAPI's discriminator is a name, OpenAPI's an object, so that shared models break", () => {
  it.each([
    ["as AsyncAPI writes it", "kind"],
    ["as OpenAPI writes it", "{ propertyName: kind }"],
  ])("a schema that both documents share means the same in both: %s", async (_, discriminator) => {
    const files = { "a.yaml": asyncApi, "o.yaml": openApi, "shapes.yaml": shapes.replace("DISCRIMINATOR", discriminator) };
    const { protocols, diagnostics } = await compile(["a.yaml", "o.yaml"], memoryHost(files));
    expect(diagnostics.filter(({ code }) => code.includes("discriminator") || code === "wrong-type")).toEqual([]);
    const [one, other] = protocols.map(shapeOf);
    expect(one?.notes.discriminator?.property).toBe("kind");
    expect(one?.notes.discriminator?.mapping.map(({ value, schema }) => `${value} ${schema.replace(/^.*#|\?.*$/g, "")}`)).toEqual(["Circle /definitions/Circle", "Square /definitions/Square"]);
    expect(other?.notes.discriminator).toEqual(one?.notes.discriminator);
    expect(other?.rules).toEqual(one?.rules);
  });
});

function shapeOf(protocol: Protocol): Schema | undefined {
  return [...protocol.schemas.values()].find(({ name }) => name === "Shape");
}
