import { compile, memoryHost } from "@parley/compiler";
import { planProtocol } from "@parley/generator-typescript";
import { describe, expect, it } from "vitest";

const object = (member: string): object => ({ type: "object", properties: { [member]: { type: "object", properties: { x: { type: "string" } } } } });

/** Names that are hard to tell apart, and odd ones. */
const schemas: { readonly [name: string]: object } = {
  "foo-bar": { type: "object", properties: { "a-b": object("c"), a_b: object("c"), aB: object("c") } },
  foo_bar: object("x"),
  fooBar: object("x"),
  URLList: { type: "array", items: { type: "string" } },
  UrlList: { type: "array", items: { type: "string" } },
  default: object("constructor"),
  class: object("await"),
  "1st": object("__proto__"),
  Promise: object("then"),
};

describe("names", async () => {
  const before = await namesOf(schemas);

  it("are one each, and TypeScript's own none of them", () => {
    const names = [...before.values()];
    expect(new Set(names).size).toBe(names.length);
    expect(names.filter((name) => !/^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(name) || name === "Promise")).toEqual([]);
    expect([before.get("#/components/schemas/default"), before.get("#/components/schemas/URLList")]).toEqual(["Default", "URLList"]);
  });

  it("stay what they are wherever another schema is written", async () => {
    const names = Object.keys(schemas);
    for (let place = 0; place <= names.length; place += 1) {
      const entries = Object.entries(schemas);
      entries.splice(place, 0, ["Unrelated", { type: "object", properties: { inner: object("deep") } }]);
      const after = await namesOf(Object.fromEntries(entries));
      for (const [pointer, name] of before) expect(after.get(pointer), `with a schema before number ${String(place)}`).toBe(name);
    }
  });
});

async function namesOf(written: object): Promise<ReadonlyMap<string, string>> {
  const text = JSON.stringify({ openapi: "3.1.0", info: { title: "Names", version: "1.0.0" }, components: { schemas: written } });
  const { protocols } = await compile(["names.json"], memoryHost({ "names.json": text }));
  const [protocol] = protocols;
  if (protocol === undefined) throw new Error("no protocol");
  const { declarations } = planProtocol(protocol, {}, () => {});
  return new Map(declarations.map(({ schema, name }) => [`#${schema.origin.pointer}`, name]));
}
