import { compile, memoryHost } from "@parley/compiler";
import { describe, expect, it } from "vitest";

const stated = '{"$schema": "https://json-schema.org/draft/2020-12/schema", "$ref": "b.json"}';
const openapi = "openapi: 3.1.0\ninfo: { title: Bell, version: 1.0.0 }\npaths: {}\n";

describe("documents that are one JSON Schema", () => {
  it("are compiled where they are named, whether or not they state a dialect", async () => {
    const { protocols, diagnostics } = await compile(["a.json", "b.json"], memoryHost({ "a.json": stated, "b.json": '{"minLength": 2}' }));
    expect(diagnostics).toEqual([]);
    expect(protocols.map(({ dialect, name, schemas }) => [dialect, name, [...schemas.keys()]])).toEqual([
      ["json-schema", "a", ["a.json#", "b.json#"]],
      ["json-schema", "b", ["b.json#"]],
    ]);
  });

  it("are documents of a folder where they state a dialect, and parts of the specifications beside them", async () => {
    const alone = await compile(["."], memoryHost({ "a.json": stated, "b.json": '{"minLength": 2}' }));
    expect(alone.protocols.map(({ name }) => name)).toEqual(["a"]);
    const beside = await compile(["."], memoryHost({ "a.json": stated, "b.json": "{}", "bell.yaml": openapi }));
    expect(beside.protocols.map(({ dialect }) => dialect)).toEqual(["openapi-3"]);
  });
});
