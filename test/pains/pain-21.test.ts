import { compile, memoryHost } from "@parley/compiler";
import { generate } from "@parley/generator-typescript";
import { describe, expect, it } from "vitest";

// asyncapi/cli#2227, modelina#2560
describe("pain 21: a document of a newer version gets a warning, and then nothing useful", () => {
  it.each(["3.0.0", "3.0.4", "3.1.0", "3.1.2", "3.2.0"])("OpenAPI %s is understood: types, validators, client and server", async (version) => {
    const { protocols, diagnostics } = await compile(["a.yaml"], memoryHost({ "a.yaml": openApi(version) }));
    expect(diagnostics).toEqual([]);
    const [protocol] = protocols;
    if (protocol === undefined) throw new Error("no protocol");
    const { files } = generate(protocol);
    expect(files.map(({ path }) => path)).toEqual(expect.arrayContaining(["models.ts", "validators.ts", "client.ts", "server.ts"]));
    expect(files.find(({ path }) => path === "models.ts")?.text).toContain("export interface Thing");
  });

  it.each(["3.0.0", "3.1.0"])("AsyncAPI %s is understood", async (version) => {
    const { protocols, diagnostics } = await compile(["a.yaml"], memoryHost({ "a.yaml": asyncApi(version) }));
    expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
    expect(protocols[0]?.messages.size).toBe(1);
  });

  it.each([
    ["openapi: 3.3.0", "State the version"],
    ["openapi: 4.0.0", "State the version"],
    ['swagger: "2.0"', "Convert it to 3.0 first"],
    ["asyncapi: 3.2.0", "State the version"],
    ["asyncapi: 2.6.0", "Convert it to 3.0 first"],
  ])("%s is told at its place, with what to do, and is not read by half", async (stated, hint) => {
    const { protocols, diagnostics } = await compile(["a.yaml"], memoryHost({ "a.yaml": `${stated}\ninfo: { title: A, version: 1.0.0 }\nfuture: {}\n` }));
    expect(protocols).toEqual([]);
    expect(diagnostics.map(({ code, severity }) => `${severity} ${code}`)).toEqual(["error unsupported-version"]);
    expect(diagnostics[0]?.location.range?.start).toBe(stated.indexOf(" ") + 1);
    expect(diagnostics[0]?.hint).toContain(hint);
  });
});

function openApi(version: string): string {
  return `openapi: ${version}
info: { title: Things, version: 1.0.0 }
paths:
  /things:
    get:
      operationId: getThing
      responses:
        "200":
          description: A thing.
          content: { application/json: { schema: { $ref: "#/components/schemas/Thing" } } }
components:
  schemas:
    Thing: { type: object, required: [id], properties: { id: { type: string } } }
`;
}

function asyncApi(version: string): string {
  return `asyncapi: ${version}
info: { title: Things, version: 1.0.0 }
channels:
  things:
    address: /things
    messages:
      thing: { payload: { type: object, properties: { kind: { const: thing } } } }
operations:
  sendThing: { action: send, channel: { $ref: "#/channels/things" } }
`;
}
