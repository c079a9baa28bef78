import { compile, memoryHost } from "@parley/compiler";
import { generate } from "@parley/generator-typescript";
import { describe, expect, it } from "vitest";

// hey-api#4332, #2921; openapi-typescript PR#2683
describe("pain 12: a keyword that a tool does not know becomes unknown in silence", () => {
  it("what came with a later version is told, at its place, and refused", async () => {
    const { diagnostics } = await compiled("3.1.1", "itemSchema: { type: object }");
    expect(diagnostics.map(({ code, severity, location }) => [code, severity, location.pointer])).toEqual([
      ["newer-than-version", "error", "/paths/~1events/get/responses/200/content/application~1jsonl/itemSchema"],
    ]);
  });

  it("in its own version it is in the model, and generated code is typed and judged by it", async () => {
    const { protocols, diagnostics } = await compiled("3.2.0", "itemSchema: { $ref: '#/components/schemas/Event' }");
    expect(diagnostics).toEqual([]);
    const [protocol] = protocols;
    if (protocol === undefined) throw new Error("no protocol");
    const media = [...protocol.operations.values()].flatMap(({ http }) => http?.responses.flatMap(({ content }) => content) ?? []);
    expect(media.map(({ itemSchema }) => itemSchema)).toEqual(["a.yaml#/paths/~1events/get/responses/200/content/application~1jsonl/itemSchema"]);
    const { files } = generate(protocol);
    expect(files.find(({ path }) => path === "client.ts")?.text).toMatch(/Event/);
  });

  it("what the model has no place for is told, and nothing else of the object is lost", async () => {
    const { protocols, diagnostics } = await compiled("3.2.0", "schema: { type: array }\n            prefixEncoding: []");
    expect(diagnostics.map(({ code, severity }) => `${severity} ${code}`)).toEqual(["warning unsupported-keyword"]);
    expect(protocols).toHaveLength(1);
  });

  it.each(["paths", "an operation", "a media type", "a schema"])("a word that no version knows is told: in %s", async (where) => {
    const texts: Readonly<Record<string, string>> = {
      paths: document("3.2.0", "schema: {}").replace("paths:", "futurePaths: {}\npaths:"),
      "an operation": document("3.2.0", "schema: {}").replace("get:", "get:\n      futureKey: 1"),
      "a media type": document("3.2.0", "futureSchema: {}"),
      "a schema": document("3.2.0", "schema: { futureKeyword: 1 }"),
    };
    const { diagnostics } = await compile(["a.yaml"], memoryHost({ "a.yaml": texts[where] ?? "" }));
    expect(diagnostics.map(({ message }) => /future\w+/.exec(message)?.[0])).toHaveLength(1);
  });
});

function compiled(version: string, media: string) {
  return compile(["a.yaml"], memoryHost({ "a.yaml": document(version, media) }));
}

function document(version: string, media: string): string {
  return `openapi: ${version}
info: { title: Events, version: 1.0.0 }
paths:
  /events:
    get:
      operationId: listEvents
      responses:
        "200":
          description: One event after another.
          content:
            application/jsonl:
              ${media.replaceAll("\n            ", "\n              ")}
components:
  schemas:
    Event: { type: object, required: [id], properties: { id: { type: string } } }
`;
}
