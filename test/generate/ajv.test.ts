import { compile, memoryHost, type OutputFile, type Protocol } from "@parley/compiler";
import { generate, generatePackage } from "@parley/generator-typescript";
import { describe, expect, it } from "vitest";
import { importGenerated } from "../support/load-generated.js";
import { typeErrors } from "../support/type-check.js";

const text = `
asyncapi: 3.0.0
info: { title: Orders, version: 1.0.0 }
components:
  schemas:
    Order:
      type: object
      required: [id, lines]
      additionalProperties: false
      definitions: { Übermaß: { type: string, maxLength: 3 } }
      properties:
        id: { type: string, format: uuid }
        lines: { type: array, minItems: 1, items: { $ref: "#/components/schemas/Line" } }
        note: { $ref: "#/components/schemas/Order/definitions/Übermaß" }
    Line:
      type: object
      properties: { count: { type: integer, minimum: 1 }, part: { $ref: "#/components/schemas/Order" } }
    Anything: {}
    Nothing: false
`;

const good = { id: "0e7f3b2a-5d7e-4c39-9a42-7d6d0f3f9c11", lines: [{ count: 1 }], note: "ab" };

describe("--validators ajv", async () => {
  const protocol = await protocolOf(text);
  const { files } = generate(protocol, { validators: "ajv" });
  const loaded = { ...(await importGenerated(files, "validators.ts")), ...(await importGenerated(files, "explain.ts")) };
  const is = (name: string, value: unknown): unknown => call(loaded[`is${name}`], value);
  const explain = (name: string, value: unknown): unknown => call(loaded[`explain${name}`], value);

  it("has the names and types of the other engine, and no rules of its own", () => {
    expect(typeErrors(files)).toEqual([]);
    const other = generate(protocol).files;
    expect(textOf(files, "index.ts")).toBe(textOf(other, "index.ts"));
    expect(textOf(files, "models.ts")).toBe(textOf(other, "models.ts"));
    expect(files.map(({ path }) => path)).not.toContain("rules.ts");
  });

  it("judges", () => {
    expect(is("Order", good)).toBe(true);
    expect(is("Order", { ...good, lines: [] })).toBe(false);
    expect(is("Order", { ...good, lines: [{ part: { ...good, id: "1" } }] })).toBe(false);
    expect(is("Order", { ...good, note: "abcd" })).toBe(false);
    expect([is("Anything", 1), is("Nothing", 1)]).toEqual([true, false]);
  });

  it("says where the value is wrong, and where the specification says so", () => {
    expect(explain("Order", good)).toEqual([]);
    expect(explain("Order", { lines: [{ count: 0 }] })).toEqual([
      { pointer: "", keyword: "required", expected: "have required property 'id'", found: '{"lines":[{"count":0}]}', at: "orders.yaml#/components/schemas/Order/required" },
      { pointer: "/lines/0/count", keyword: "minimum", expected: "be >= 1", found: "0", at: "orders.yaml#/components/schemas/Line/properties/count/minimum" },
    ]);
  });

  it("names ajv in the manifest", async () => {
    const made = await generatePackage(protocol, "@example/orders", { validators: "ajv" });
    expect(JSON.parse(textOf(made.files, "package.json"))).toMatchObject({ dependencies: { ajv: "^8.20.0", "ajv-formats": "^3.0.1" } });
  });
});

async function protocolOf(source: string): Promise<Protocol> {
  const { protocols, diagnostics } = await compile(["orders.yaml"], memoryHost({ "orders.yaml": source }));
  expect(diagnostics).toEqual([]);
  const [protocol] = protocols;
  if (protocol === undefined) throw new Error("There is no protocol.");
  return protocol;
}

function call(validator: unknown, value: unknown): unknown {
  if (typeof validator !== "function") throw new Error("There is no such validator.");
  return validator(value) as unknown;
}

function textOf(files: readonly OutputFile[], path: string): string {
  return files.find((file) => file.path === path)?.text ?? "";
}
