import { compile, memoryHost } from "@parley/compiler";
import { generate } from "@parley/generator-typescript";
import { describe, expect, it } from "vitest";
import { typeErrors } from "../support/type-check.js";

const document = (operation: string): string => `asyncapi: 3.0.0
info: { title: Lamps, version: 1.0.0 }
channels:
  lamp:
    address: lamps/{lamp}
    parameters: { lamp: {} }
    messages: { turned: { payload: { type: object, required: [on], properties: { on: { type: boolean } } } } }
operations:
  ${operation}: { action: receive, channel: { $ref: "#/channels/lamp" } }
`;

async function generated(operation: string) {
  const { protocols } = await compile(["lamps.yaml"], memoryHost({ "lamps.yaml": document(operation) }));
  return protocols.flatMap((protocol) => generate(protocol).files);
}

// asyncapi/generator#1960
describe("pain 19: a template knows the name of an operation by heart", () => {
  it("the document alone names operations: rename one, and the output is the same but for the name", async () => {
    const before = await generated("turnLamp");
    const after = await generated("dimLights");
    expect(typeErrors(after)).toEqual([]);
    for (const path of ["client.ts", "server.ts", "operations.ts"]) {
      const [one, other] = [before, after].map((files) => files.find((file) => file.path === path)?.text ?? "");
      expect(one).toContain("turnLamp");
      expect(other).not.toMatch(/turnLamp/i);
      expect(other).toBe(one?.replaceAll("turnLamp", "dimLights"));
    }
  });
});
