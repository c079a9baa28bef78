import { compile, memoryHost, type Host } from "@parley/compiler";
import { generate } from "@parley/generator-typescript";
import { describe, expect, it } from "vitest";

// hey-api/openapi-ts#2373, #3819
describe("pain 24: most of the time goes into building a graph of the document, and a large one takes minutes", () => {
  it("a schema is in the model once, and printed once, however many ways of references lead to it", async () => {
    const { protocols, diagnostics } = await compile(["entry.json"], memoryHost(documents()));
    expect(diagnostics).toEqual([]);
    const [protocol] = protocols;
    if (protocol === undefined) throw new Error("nothing was compiled");
    // Each of 30 schemas is an object and two references; then the string that 2^30 ways lead to, and the reference of the entry.
    expect(protocol.schemas.size).toBe(3 * depth + 2);
    const models = generate(protocol).files.find(({ path }) => path === "models.ts");
    expect([...String(models?.text).matchAll(/export interface S\d+ /g)]).toHaveLength(depth);
  });

  it("a file is read once, however many others refer to it", async () => {
    const reads = new Map<string, number>();
    const inner = memoryHost(documents());
    const host: Host = {
      ...inner,
      read: (path) => {
        reads.set(path, (reads.get(path) ?? 0) + 1);
        return inner.read(path);
      },
    };
    await compile(["entry.json"], host);
    expect(reads.size).toBe(depth + 2);
    expect(new Set(reads.values())).toEqual(new Set([1]));
  });
});

const depth = 30;

/** Diamonds in files of their own: each refers twice to the next. */
function documents(): Readonly<Record<string, string>> {
  const schema = (index: number): object => ({ type: "object", properties: { a: { $ref: `./S${index + 1}.json` }, b: { $ref: `./S${index + 1}.json` } } });
  const diamonds = Array.from({ length: depth }, (_, index) => [`S${index}.json`, JSON.stringify(schema(index))] as const);
  const entry = { asyncapi: "3.0.0", info: { title: "Diamonds", version: "1.0.0" }, components: { schemas: { First: { $ref: "./S0.json" } } } };
  return { "entry.json": JSON.stringify(entry), ...Object.fromEntries(diamonds), [`S${depth}.json`]: '{ "type": "string" }' };
}
