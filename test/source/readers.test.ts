import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Node } from "../../packages/compiler/src/source/node.js";
import type { ParsedText } from "../../packages/compiler/src/source/parsed-text.js";
import { readQuickly } from "../../packages/compiler/src/source/quick-reader.js";
import { readYaml } from "../../packages/compiler/src/source/yaml-reader.js";
import { describeCorpora } from "../support/corpora.js";

// Pieces that YAML is made of, and those that it breaks on.
const pieces = [
  "a", "b:", "c: ", "- ", "-", "\n", "\n ", "\n  ", "\n    ", "\n\n", '"', "'", '"x"', "'y'", "[", "]", "{", "}", ", ", ",", "#", " # c",
  "|\n", ">\n", ">-\n", "|-\n", "|+\n", "1", "0x1f", "1.5", "1e3", "-.inf", "null", "~", "true", " ", "  ", "\t", "\\n", "\\", "\\\n", "? ", ":", ": ",
  "&a ", "*a", "!t ", "---", "...", "\r\n", "%", "@", "`", "\u00e9", "\u{1f600}", "key: value", "- item", "\n  more text", "<<: ", "''", "\\u0041",
  "a: b\n", "- c: d\n", "a:1", "{a: b}", "[a, b]", '"k":1', ".", "+1", "0o17", "1_0", "1.",
];

const documents = fc
  .tuple(fc.constantFrom("", "k: ", "a:\n  b: 1\n  c: ", "- "), fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 14 }))
  .map(([start, rest]) => start + rest.join(""));

/** The quick reader may give up, but what it reads it must read as the full reader does. */
describe("the two readers of YAML", () => {
  it("agree on any text that the quick one takes", () => {
    let taken = 0;
    fc.assert(
      fc.property(documents, (text) => {
        if (expectAgreement("random.yaml", text)) taken++;
      }),
      // The seed is fixed: of a million texts one may meet a mistake of the full reader.
      { numRuns: 20_000, seed: 26_930 },
    );
    expect(taken).toBeGreaterThan(500);
  });

  it("agree on every specification of this repository, and the quick one takes them all", () => {
    const specifications = fileURLToPath(new URL("../../specs", import.meta.url));
    const refused = textsBelow(specifications).filter(([path, text]) => !expectAgreement(path, text));
    expect(refused.map(([path]) => path)).toEqual([]);
  });
});

for (const folder of ["3gpp-rel17", "asyncapi-examples", "openapi-schema-tests", "arazzo"]) {
  describeCorpora(folder, `the two readers of YAML, ${folder}`, (path) => {
    it("agree, and the quick one takes nearly all", () => {
      const texts = textsBelow(path);
      const taken = texts.filter(([name, text]) => expectAgreement(name, text));
      expect(taken.length / texts.length).toBeGreaterThan(0.9);
    }, 120_000);
  });
}

function expectAgreement(path: string, text: string): boolean {
  const quick = readQuickly({ path, text });
  if (quick.root === undefined && quick.faults.length === 0) return false;
  expect(flat(quick), JSON.stringify(text.slice(0, 300))).toEqual(flat(readYaml({ path, text })));
  return true;
}

/** A tree as lines, which are quick to compare. */
function flat({ root, faults }: ParsedText): string {
  const lines = faults.map((fault) => JSON.stringify(fault));
  const visit = (node: Node, path: string): void => {
    const value = node.kind === "scalar" ? JSON.stringify(node.value) : node.kind;
    // Where nothing is written no place is better than another, and a list or map may end there.
    const start = node.kind === "scalar" && node.value === null ? "" : String(node.range.start);
    const range = node.kind === "scalar" && node.value !== null ? `${start}-${String(node.range.end)}` : start;
    lines.push(`${path} ${range} ${value}`);
    if (node.kind === "list") for (const [index, item] of node.items.entries()) visit(item, `${path}/${String(index)}`);
    if (node.kind === "map") for (const { key, keyRange, value: entry } of node.entries.values()) visit(entry, `${path}/${key}@${String(keyRange.start)}-${String(keyRange.end)}`);
  };
  if (root !== undefined) visit(root, "");
  return lines.join("\n");
}

function textsBelow(folder: string): (readonly [string, string])[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.(ya?ml|json)$/.test(name))
    .map((name) => [name, readFileSync(join(folder, name), "utf8").replace(/^\ufeff/, "")] as const);
}
