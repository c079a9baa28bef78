import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { compile, memoryHost, patternForm } from "@parley/compiler";
import { generate } from "@parley/generator-typescript";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { root } from "../support/specification-files.js";

describe("what generated code judges texts by", () => {
  it("has no regular expression that could take without bound", () => {
    const folder = join(root, "packages/compiler/src/text");
    const shared = readdirSync(folder).filter((name) => readFileSync(join(root, "generators/typescript/src/gen/text-sections.ts"), "utf8").includes(`file: "${name.replace(/\.ts$/, "")}"`));
    const expressions = shared.flatMap((name) => expressionsOf(readFileSync(join(folder, name), "utf8")));
    expect(expressions.length).toBeGreaterThan(30);
    expect(expressions.filter((source) => patternForm(source).kind !== "plain")).toEqual([]);
  });

  it("has tables of Unicode in a file of their own, only where a format needs them", async () => {
    const withTables = await filesOf(["idn-hostname"]);
    const size = withTables.get("formats-idna.ts")?.length ?? 0;
    // What the format costs whoever uses it, as source text without its banner; a change is to be seen in review.
    expect({ idna: size - (withTables.get("formats-idna.ts")?.indexOf("\n") ?? 0) }).toEqual({ idna: 10_115 });
    expect([...(await filesOf(["email", "uri", "ipv6", "date-time", "regex"])).keys()]).not.toContain("formats-idna.ts");
  });
});

function expressionsOf(text: string): readonly string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isRegularExpressionLiteral(node)) found.push(node.text.slice(1, node.text.lastIndexOf("/")));
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile("text.ts", text, ts.ScriptTarget.ES2022, true));
  return found;
}

async function filesOf(formats: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const schemas = Object.fromEntries(formats.map((format, index) => [`S${String(index)}`, { type: "string", format }]));
  const entry = { openapi: "3.1.0", info: { title: "Formats", version: "1" }, components: { schemas } };
  const { protocols } = await compile(["entry.json"], memoryHost({ "entry.json": JSON.stringify(entry) }));
  const [protocol] = protocols;
  if (protocol === undefined) throw new Error("does not compile");
  return new Map(generate(protocol).files.map(({ path, text }) => [path, text]));
}
