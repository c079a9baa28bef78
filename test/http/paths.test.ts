import { createHandler, label, matrix, route } from "@parley/runtime/http";
import type { HttpParameter, ParameterStyle } from "@parley/runtime/http";
import { describe, expect, it } from "vitest";
import { joined, operationOf } from "./one-operation.js";

const isNumber = (value: unknown): boolean => typeof value === "number";
const numbers = {
  is: isNumber,
  explain: (value: unknown) => (isNumber(value) ? [] : [{ pointer: "", keyword: "type", expected: "number", found: String(value), at: "schema" }]),
};

function numberIn(name: string, style?: ParameterStyle): HttpParameter {
  return { name, in: "path", property: name, required: true, reads: "number", validator: numbers, ...(style === undefined ? {} : { style }) };
}

/** What a path is answered: the call, or the places that are wrong. */
async function answerTo(template: string, parameters: readonly HttpParameter[], path: string): Promise<unknown> {
  const operation = { ...operationOf(parameters, { method: "GET" }), path: template };
  const handler = createHandler([route(operation, (call) => call)], { basePath: "", problems: {} });
  const answer = (await (await handler(new Request(`https://example.org${path}`))).json()) as { issues?: readonly { pointer: string }[] };
  return answer.issues?.map(({ pointer }) => pointer) ?? answer;
}

describe("a wrong variable of a path is told, and none beside it", () => {
  it.each<[string, ParameterStyle | undefined, string, unknown]>([
    ["/{x}/to/{y}", undefined, "/1/to/2", { x: 1, y: 2 }],
    ["/{x}/to/{y}", undefined, "/one/to/2", ["/path/x"]],
    ["/{x}/to/{y}", undefined, "/1/to/%zz", ["/path/y"]],
    ["/{x}/to/{y}", undefined, "/%FF/to/two", ["/path/x", "/path/y"]],
    ["/{x}-{y}", undefined, "/one-2", ["/path/x"]],
    ["/{x}{y}", matrix, "/;x=1;y=2", { x: 1, y: 2 }],
    ["/{x}{y}", matrix, "/;x=one;y=2", ["/path/x"]],
    ["/{x}{y}", matrix, "/;x=1;y=two", ["/path/y"]],
    ["/{x}{y}", matrix, "/;z=1;y=2", ["/path/x"]],
    ["/{x}{y}", matrix, "/;x;y=2", ["/path/x"]],
    ["/{x}{y}", label, "/.1.2", { x: 1, y: 2 }],
    ["/{x}{y}", label, "/.one.2", ["/path/x"]],
    ["/at{x}{y}.json", label, "/at.1.two.json", ["/path/y"]],
  ])("%s, %o: %s", async (template, style, path, expected) => {
    expect(await answerTo(template, [numberIn("x", style), numberIn("y", style)], path)).toEqual(expected);
  });

  it("lists side by side are parted by their names", async () => {
    const list = (name: string): HttpParameter => ({ name, in: "path", property: name, required: true, reads: "string", list: "exploded", style: matrix });
    const { call } = joined({ ...operationOf([list("a"), list("ab")]), path: "/{a}{ab}" });
    const value = { a: ["1", "x;y"], ab: ["", "b=c", "ü"] };
    expect(await call(value)).toEqual(value);
  });
});
