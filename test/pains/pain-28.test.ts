import { compile, formatDiagnostic, memoryHost } from "@parley/compiler";
import { describe, expect, it } from "vitest";

const head = "asyncapi: 3.0.0\ninfo: {title: Bell, version: 1.0.0}\n";

/** A mistake a row: the text, and the place where an editor would look for it. */
const mistakes: readonly (readonly [what: string, text: string, place: string])[] = [
  ["a quote with text behind it", `${head}components: {schemas: {}}\nid: 'a'#b\n`, "in.yaml:4:8"],
  ["a bracket that is never closed", `${head}components: {schemas: {}\nid: x\n`, "in.yaml:4:1"],
  ["a tab", `${head}components:\n\tschemas: {}\n`, "in.yaml:4:1"],
  ["a key written twice", `${head}components: {}\ncomponents: {}\n`, "in.yaml:4:1"],
  ["a reference that leads nowhere", `${head}components:\n  schemas:\n    A: {$ref: '#/components/schemas/B'}\n`, "in.yaml:5:15"],
  ["a reference in a file that another names", `${head}components:\n  schemas:\n    A: {$ref: part.yaml}\n`, "part.yaml:2:7"],
  ["a value of the wrong kind", `${head}components:\n  schemas:\n    A: {minLength: two}\n`, "in.yaml:5:20"],
  ["a misspelt keyword", `${head}components:\n  schemas:\n    A: {minLenght: 2}\n`, "in.yaml:5:9"],
];

// OpenAPITools/openapi-generator#12415, APIDevTools/swagger-parser#110 and #116: errors that say neither file nor line.
describe("pain 28: whatever is wrong with a document is told with file, line, column, the line itself and a hint", () => {
  it.each(mistakes)("%s", async (_, text, place) => {
    const { diagnostics } = await compile(["in.yaml"], memoryHost({ "in.yaml": text, "part.yaml": "type: object\n$ref: '#/definitions/none'\n" }));
    const shown = diagnostics.map((found) => formatDiagnostic(found));
    expect(shown.map((each) => each.split(": ", 1)[0])).toContain(place);
    const told = shown.find((each) => each.startsWith(`${place}: `)) ?? "";
    expect(told).toMatch(/\n +\d+ \| .*\n +\| +\^+\n +hint: ./);
  });
});
