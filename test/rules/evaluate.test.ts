import { compile, evaluate, memoryHost, type Diagnostic, type Json, type Protocol } from "@parley/compiler";
import { describe, expect, it } from "vitest";

describe("evaluate", () => {
  it("says where and what, and of a union the branch that was meant", async () => {
    const schema = {
      oneOf: [
        { properties: { kind: { const: "a" }, size: { maximum: 3 } }, required: ["kind", "size"] },
        { properties: { kind: { const: "b" } }, required: ["kind"] },
      ],
    };
    expect(await issuesOf(schema, { kind: "a", size: 4 })).toEqual(["/size maximum: <= 3, found 4"]);
    expect(await issuesOf(schema, { kind: "a" })).toEqual(['/size required: property "size", found nothing']);
    expect(await issuesOf(schema, { kind: "c" })).toEqual([" oneOf: one of 2 alternatives, found an object"]);
  });

  it("counts code points, and escapes pointers", async () => {
    const schema = { properties: { "a/b~": { maxLength: 1 } } };
    expect(await issuesOf(schema, { "a/b~": "\u{1f600}" })).toEqual([]);
    expect(await issuesOf(schema, { "a/b~": "\u{1f600}x" })).toEqual(["/a~1b~0 maxLength: at most 1 character, found 2 characters"]);
  });

  it("takes __proto__ for an ordinary key", async () => {
    const schema = { properties: JSON.parse('{"__proto__": {"type": "string"}}') as Json, additionalProperties: false, required: ["__proto__"] };
    expect(await issuesOf(schema, {})).toEqual(['/__proto__ required: property "__proto__", found nothing']);
    expect(await issuesOf(schema, JSON.parse('{"__proto__": 1}') as Json)).toEqual(["/__proto__ type: a string, found 1"]);
  });

  it("stops at what is nested too deep, and at a schema that leads back to itself", async () => {
    const deep = JSON.parse(`${"[".repeat(5000)}${"]".repeat(5000)}`) as Json;
    const issues = await issuesOf({ items: { $ref: "#" } }, deep);
    expect(issues).toHaveLength(1);
    expect(issues[0]).toContain("depth: at most 512 schemas deep");
    expect(await issuesOf({ allOf: [{ $ref: "#/$defs/a" }], $defs: { a: { anyOf: [{ $ref: "#" }, { type: "string" }] } } }, 1)).toEqual([]);
  });

  it("is not slowed down by a chain of diamonds", async () => {
    const $defs = Object.fromEntries(
      Array.from({ length: 40 }, (_, level) => [`d${String(level)}`, level === 39 ? { type: "string" } : { allOf: [{ $ref: `#/$defs/d${String(level + 1)}` }, { $ref: `#/$defs/d${String(level + 1)}` }] }]),
    );
    expect(await issuesOf({ $defs, $ref: "#/$defs/d0" }, 1)).toEqual([" type: a string, found 1"]);
  });
});

async function issuesOf(schema: Json, value: Json): Promise<readonly string[]> {
  const { protocol, diagnostics } = await compiled(schema);
  expect(diagnostics.filter((one) => one.severity === "error").map((one) => one.message)).toEqual([]);
  return evaluate(protocol.schemas, "schema.json#", value).map((one) => `${one.pointer} ${one.keyword}: ${one.expected}, found ${one.found}`);
}

async function compiled(schema: Json): Promise<{ readonly protocol: Protocol; readonly diagnostics: readonly Diagnostic[] }> {
  const entry = { asyncapi: "3.0.0", info: { title: "T", version: "1" }, components: { schemas: { S: { $ref: "./schema.json" } } } };
  const host = memoryHost({ "entry.json": JSON.stringify(entry), "schema.json": JSON.stringify(schema) });
  const { protocols, diagnostics } = await compile(["entry.json"], host);
  const [protocol] = protocols;
  if (protocol === undefined) throw new Error("The schema did not compile.");
  return { protocol, diagnostics };
}
