import { fileURLToPath } from "node:url";
import { compile, diskHost, memoryHost, type Origin } from "@parley/compiler";
import { describe, expect, it } from "vitest";
import { expectGolden } from "../support/golden.js";

const folder = fileURLToPath(new URL(".", import.meta.url));

describe("an OpenAPI document in the model", () => {
  it("has everything that the format has", async () => {
    const { protocols, diagnostics } = await compile(["everything.yaml"], diskHost(folder));
    expect(diagnostics.map(({ code, message }) => `${code}: ${message}`)).toEqual([]);
    const [protocol] = protocols;
    const shown = { servers: protocol?.servers, channels: protocol?.channels, operations: protocol?.operations, securitySchemes: protocol?.securitySchemes };
    await expectGolden(`${folder}everything.json`, `${JSON.stringify(shown, plain, 1)}\n`);
  });

  it.each(["3.0.0", "3.0.4", "3.1.0", "3.1.2", "3.2.0"])("is read as OpenAPI %s", async (version) => {
    const text = `openapi: ${version}\ninfo: { title: A, version: "1" }\npaths: { /a: { get: { responses: { "200": { description: Fine. } } } } }\n`;
    const { protocols, diagnostics } = await compile(["a.yaml"], memoryHost({ "a.yaml": text }));
    expect(diagnostics).toEqual([]);
    expect(protocols[0]?.operations.size).toBe(1);
  });

  it("has a name for every operation, whatever the order of the document", async () => {
    const paths = ["/a-b: { get: {} }", "/a/b: { get: {} }", "/users/{id}: { parameters: [{ name: id, in: path, required: true, schema: {} }], get: {} }", "/users/id: { get: {} }"];
    const namesOf = async (order: readonly string[]) => {
      const text = `openapi: 3.1.0\ninfo: { title: A, version: "1" }\npaths:\n${order.map((path) => `  ${path}\n`).join("")}`;
      const { protocols } = await compile(["a.yaml"], memoryHost({ "a.yaml": text }));
      return [...(protocols[0]?.operations.values() ?? [])].map(({ name, http }) => `${http?.path ?? ""} ${name}`).sort();
    };
    const names = await namesOf(paths);
    expect(new Set(names.map((name) => name.split(" ")[1])).size).toBe(4);
    expect(await namesOf([...paths].reverse())).toEqual(names);
    expect(names).toContain("/users/{id} getUsersById");
  });
});

/** Maps as objects, an origin as the place it names. */
function plain(key: string, value: unknown): unknown {
  if (value instanceof Map) return Object.fromEntries(value);
  return key === "origin" ? (value as Origin).pointer : value;
}
