import { CallError, cookie, deepObject, form, formText, jsonText, label, matrix, pipeDelimited, simple, spaceDelimited } from "@parley/runtime/http";
import type { HttpParameter, ObjectTexts } from "@parley/runtime/http";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { joined, operationOf } from "./one-operation.js";

const rgb: ObjectTexts["reads"] = { R: "number", G: "number", B: "number" };
const colours = ["blue", "black", "brown"];
const object = { R: 100, G: 200, B: 150 };

function parameter(place: HttpParameter["in"], more: Partial<HttpParameter>): HttpParameter {
  return { name: "color", in: place, property: "color", required: place === "path", reads: "string", ...more };
}

/** Where the parameter of a request stands, as it was sent. */
function wireOf(request: Request | undefined, place: HttpParameter["in"]): string | null | undefined {
  if (place === "header") return request?.headers.get("color");
  if (place === "cookie") return request?.headers.get("cookie");
  const url = new URL(request?.url ?? "https://example.org");
  return place === "path" ? url.pathname.slice("/echo/".length) : url.search.slice(1);
}

const list = { list: "commas" } as const;
const exploded = { list: "exploded" } as const;
const members = (explode: boolean): Partial<HttpParameter> => ({ members: { exploded: explode, reads: rgb } });

describe("the examples of OpenAPI 3.2, 4.12.2.4", () => {
  it.each<[string, HttpParameter, unknown, string]>([
    ["matrix", parameter("path", { style: matrix }), "blue", ";color=blue"],
    ["matrix, empty", parameter("path", { style: matrix }), "", ";color"],
    ["matrix, list", parameter("path", { style: matrix, ...list }), colours, ";color=blue,black,brown"],
    ["matrix, object", parameter("path", { style: matrix, ...members(false) }), object, ";color=R,100,G,200,B,150"],
    ["matrix exploded, list", parameter("path", { style: matrix, ...exploded }), colours, ";color=blue;color=black;color=brown"],
    ["matrix exploded, object", parameter("path", { style: matrix, ...members(true) }), object, ";R=100;G=200;B=150"],
    ["label", parameter("path", { style: label }), "blue", ".blue"],
    ["label, list", parameter("path", { style: label, ...list }), colours, ".blue,black,brown"],
    ["label, object", parameter("path", { style: label, ...members(false) }), object, ".R,100,G,200,B,150"],
    ["label exploded, list", parameter("path", { style: label, ...exploded }), colours, ".blue.black.brown"],
    ["label exploded, object", parameter("path", { style: label, ...members(true) }), object, ".R=100.G=200.B=150"],
    ["simple", parameter("path", {}), "blue", "blue"],
    ["simple, list", parameter("path", list), colours, "blue,black,brown"],
    ["simple, object", parameter("path", { style: simple, ...members(false) }), object, "R,100,G,200,B,150"],
    ["simple exploded, object", parameter("path", { style: simple, ...members(true) }), object, "R=100,G=200,B=150"],
    ["simple in a header", parameter("header", { style: simple, ...members(true) }), object, "R=100,G=200,B=150"],
    ["form, empty", parameter("query", {}), "", "color="],
    ["form", parameter("query", {}), "blue", "color=blue"],
    ["form, list", parameter("query", list), colours, "color=blue,black,brown"],
    ["form, object", parameter("query", { style: form, ...members(false) }), object, "color=R,100,G,200,B,150"],
    ["form exploded, list", parameter("query", exploded), colours, "color=blue&color=black&color=brown"],
    ["form exploded, object", parameter("query", { style: form, ...members(true) }), object, "R=100&G=200&B=150"],
    ["form in a cookie", parameter("cookie", { style: form, ...members(false) }), object, "color=R,100,G,200,B,150"],
    ["cookie", parameter("cookie", { style: cookie, ...exploded }), colours, "color=blue; color=black; color=brown"],
    ["cookie, object", parameter("cookie", { style: cookie, ...members(true) }), object, "R=100; G=200; B=150"],
    ["spaceDelimited, list", parameter("query", { style: spaceDelimited, ...list }), colours, "color=blue%20black%20brown"],
    ["spaceDelimited, object", parameter("query", { style: spaceDelimited, ...members(false) }), object, "color=R%20100%20G%20200%20B%20150"],
    ["pipeDelimited, list", parameter("query", { style: pipeDelimited, ...list }), colours, "color=blue%7Cblack%7Cbrown"],
    ["pipeDelimited, object", parameter("query", { style: pipeDelimited, ...members(false) }), object, "color=R%7C100%7CG%7C200%7CB%7C150"],
    ["deepObject", parameter("query", { style: deepObject, ...members(true) }), object, "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150"],
    ["content", parameter("query", { style: jsonText }), { a: ["ü", 1, null] }, "color=%7B%22a%22%3A%5B%22%C3%BC%22%2C1%2Cnull%5D%7D"],
    ["content in a header", parameter("header", { style: jsonText }), { a: "ü" }, '{"a":"\\u00fc"}'],
    ["querystring, JSON", parameter("querystring", { style: jsonText }), [1], "%5B1%5D"],
    ["querystring, form", parameter("querystring", { style: formText, ...members(true) }), object, "R=100&G=200&B=150"],
    ["reserved characters are encoded", parameter("query", {}), "!*'();:@&=+$,/?#[]% -._~", "color=%21%2A%27%28%29%3B%3A%40%26%3D%2B%24%2C%2F%3F%23%5B%5D%25%20-._~"],
    ["reserved characters pass", parameter("query", { style: form, reserved: true }), "a/b?c:d@e,f;g+h%20", "color=a/b?c:d@e,f;g+h%20"],
  ])("%s", async (_, each, value, wire) => {
    const { call, requests } = joined(operationOf([each]));
    const answer = await call({ color: value });
    expect(wireOf(requests[0], each.in)).toBe(wire);
    expect(answer).toEqual({ color: each.reserved === true ? decodeURIComponent(String(value)) : value });
  });
});

describe("a text of another writer", () => {
  it.each<[string, HttpParameter, string, unknown]>([
    ["a plus is a space in a query", parameter("query", list), "?color=a+b,c", ["a b", "c"]],
    ["brackets that are not encoded", parameter("query", { style: deepObject, ...members(true) }), "?color[R]=1&color[G]=2", { R: 1, G: 2 }],
    ["bars that are not encoded", parameter("query", { style: pipeDelimited, ...list }), "?color=a|b", ["a", "b"]],
    ["spaces as plus", parameter("query", { style: spaceDelimited, ...list }), "?color=a+b%20c", ["a", "b", "c"]],
    ["a member that is named as another parameter", parameter("query", { style: form, members: { exploded: true, reads: {}, others: "string", except: ["page"] } }), "?a=1&page=2", { a: "1" }],
    ["a value that is empty", parameter("query", { reads: "number", mayBeEmpty: true }), "?color", ""],
  ])("%s", async (_, each, search, value) => {
    const { handler } = joined(operationOf([each]));
    const response = await handler(new Request(`https://example.org/echo${search}`, { method: "POST" }));
    expect(await response.json()).toEqual({ color: value });
  });
});

describe("a style that cannot say a value refuses it", () => {
  it.each<[string, HttpParameter, unknown]>([
    ["a dot in a label's items", parameter("path", { style: label, ...exploded }), ["1.5", "2"]],
    ["a comma in a header's list", parameter("header", { style: simple, ...list }), ["a,b"]],
    ["white space around a header's item", parameter("header", { style: simple, ...list }), ["a", " b"]],
    ["a bar between bars", parameter("query", { style: pipeDelimited, ...list }), ["a|b"]],
    ["a space between spaces", parameter("query", { style: spaceDelimited, ...list }), ["a b"]],
    ["a semicolon in a cookie", parameter("cookie", { style: cookie }), "a;b"],
    ["one empty text, which is an empty list", parameter("query", { style: form, ...list }), [""]],
    ["an object in an object", parameter("query", { style: form, ...members(true) }), { R: { a: 1 } }],
    ["a list in a sequence", parameter("path", { style: simple, ...members(true) }), { R: [1, 2] }],
    ["brackets in the name of a member", parameter("query", { style: deepObject, members: { exploded: true, reads: {}, others: "string" } }), { "a[b": 1 }],
    ["half a character", parameter("query", {}), "\ud800"],
    ["a step of the path", parameter("path", { style: label }), ""],
  ])("%s", async (_, each, value) => {
    const { call, requests } = joined(operationOf([each]));
    await expect(call({ color: value })).rejects.toMatchObject({ name: "CallError", issues: [{ pointer: "/color", keyword: "style" }] });
    expect(requests).toEqual([]);
  });

  it("an empty list that must be there is none", async () => {
    const { call } = joined(operationOf([parameter("query", { style: form, ...exploded, required: true })]));
    await expect(call({ color: [] })).rejects.toMatchObject({ issues: [{ pointer: "/color", keyword: "required" }] });
  });
});

describe("what is written is read back", () => {
  const text = fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom("", ".", "..", "a,b", "a b", "a|b", "a=b", "%2F", "a&b;c", "+", "a[b]", "null"));
  const plain = fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean());
  const styles: readonly [HttpParameter["in"], Partial<HttpParameter>, string][] = [
    ["path", {}, "simple"],
    ["path", { style: label }, "label"],
    ["path", { style: matrix }, "matrix"],
    ["query", {}, "form"],
    ["query", { style: form, reserved: true }, "form reserved"],
    ["query", { style: spaceDelimited }, "spaceDelimited"],
    ["query", { style: pipeDelimited }, "pipeDelimited"],
    ["query", { style: deepObject }, "deepObject"],
    ["header", { style: simple }, "simple"],
    ["cookie", { style: form }, "form"],
    ["cookie", { style: cookie }, "cookie"],
  ];

  /** A call either arrives as it is, or is refused before it is sent. Gives how many arrived. */
  async function holds(each: HttpParameter, values: fc.Arbitrary<unknown>, expected: (value: unknown) => unknown = (value) => value): Promise<number> {
    const { call } = joined(operationOf([each]));
    let arrived = 0;
    await fc.assert(
      fc.asyncProperty(values, async (value) => {
        const answer = await call({ color: value }).catch((error: unknown) => {
          if (error instanceof CallError) return undefined;
          throw error;
        });
        if (answer === undefined) return;
        arrived += 1;
        expect(answer).toEqual(expected({ color: value }));
      }),
      { numRuns: 80, seed: 2026 },
    );
    return arrived;
  }

  for (const [place, style, name] of styles) {
    const wild = style.reserved === true ? fc.stringMatching(/^[\w/?:@,;+$!*'(). -]*$/) : text;
    if (name !== "deepObject") {
      it(`a text in a ${place}: ${name}`, async () => expect(await holds(parameter(place, style), wild)).toBeGreaterThan(8));
      it(`a number or a flag in a ${place}: ${name}`, async () =>
        expect(await holds(parameter(place, { ...style, reads: "scalar" }), plain, (value) => JSON.parse(JSON.stringify(value)))).toBeGreaterThan(8));
      for (const shape of [list, exploded]) {
        if (shape === exploded && place === "header") continue;
        it(`a list in a ${place}: ${name} ${shape.list}`, async () => {
          const absent = (value: unknown): unknown => (shape === exploded && (value as { color: unknown[] }).color.length === 0 ? {} : value);
          expect(await holds(parameter(place, { style: place === "path" ? simple : form, ...style, ...shape }), fc.array(wild, { maxLength: 4 }), absent)).toBeGreaterThan(3);
        });
      }
    }
    for (const explode of [false, true]) {
      if (name === "deepObject" && !explode) continue;
      it(`an object in a ${place}: ${name}${explode ? " exploded" : ""}`, async () => {
        const reads = { flag: "boolean", size: "number", name: "string" } as const;
        const values = fc.record({ flag: fc.boolean(), size: fc.integer(), name: wild }, { requiredKeys: ["size"] });
        expect(await holds(parameter(place, { style: place === "path" ? simple : form, ...style, members: { exploded: explode, reads, others: "string" } }), values)).toBeGreaterThan(3);
      });
    }
  }

  it("an object with odd keys: deepObject", async () => {
    const values = fc.dictionary(fc.oneof(text, fc.constantFrom("__proto__", "constructor")), text, { minKeys: 1, maxKeys: 3 });
    expect(await holds(parameter("query", { style: deepObject, members: { exploded: true, reads: {}, others: "string" } }), values)).toBeGreaterThan(8);
  });

  it("an object in an object: deepObject", async () => {
    const reads = { range: { reads: { from: "number", to: "number" } }, tags: ["string"] } as const;
    const values = fc.record({ range: fc.record({ from: fc.integer(), to: fc.integer() }), tags: fc.array(text, { minLength: 1 }) });
    expect(await holds(parameter("query", { style: deepObject, members: { exploded: true, reads } }), values)).toBe(80);
  });

  it("any JSON value as content", async () => {
    for (const place of ["path", "query", "header", "cookie", "querystring"] as const) {
      expect(await holds(parameter(place, { style: jsonText }), fc.jsonValue(), (value) => JSON.parse(JSON.stringify(value)))).toBeGreaterThan(60);
    }
  });
});
