import { compile, memoryHost } from "@parley/compiler";
import { generate } from "@parley/generator-typescript";
import { expect, it } from "vitest";

it("an operation with a server of its own is told: a client has one address", async () => {
  const text = `openapi: 3.1.0
info: { title: Files, version: 1.0.0 }
servers: [{ url: "https://files.example.com" }]
paths:
  /files:
    get: { operationId: listFiles, responses: { "204": { description: None. } } }
    post:
      operationId: addFile
      servers: [{ url: "https://upload.example.com" }]
      responses: { "204": { description: Taken. } }
`;
  const { protocols, diagnostics } = await compile(["files.yaml"], memoryHost({ "files.yaml": text }));
  expect(diagnostics).toEqual([]);
  const told = protocols.flatMap((protocol) => generate(protocol).diagnostics).map(({ message, location }) => [location.pointer, message]);
  expect(told).toEqual([
    ["/paths/~1files/post", 'TypeScript cannot say the server of "addFile": calls go to baseUrl, so make another client for that address.'],
  ]);
});
