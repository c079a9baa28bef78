import { compile, evaluate, memoryHost, patternForm } from "@parley/compiler";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

/** Issues of a text by a schema that has a pattern. */
async function issuesOf(pattern: string, text: string): Promise<readonly string[]> {
  const document = { asyncapi: "3.0.0", info: { title: "Case", version: "1" }, components: { schemas: { Text: { type: "string", pattern } } } };
  const { protocols } = await compile(["case.json"], memoryHost({ "case.json": JSON.stringify(document) }));
  const [schema] = protocols.flatMap(({ schemas }) => [...schemas.values()].map(({ id }) => evaluate(schemas, id, text)));
  if (schema === undefined) throw new Error("no schema");
  return schema.map(({ keyword }) => keyword);
}

/**
 * True where the engine finds something in the middle of a code point alone, as V8 does against ECMA-262: `/(?<!^|.)/u` in "\u{1f600}". What it says
 * of the starts of code points is its true verdict.
 */
function isMisjudged(pattern: string, text: string): boolean {
  const sticky = new RegExp(pattern, "uy");
  const starts = [...text].reduce<readonly number[]>((all, point) => [...all, (all.at(-1) ?? 0) + point.length], [0]);
  const isMatched = starts.some((start) => {
    sticky.lastIndex = start;
    return sticky.test(text);
  });
  return isMatched !== new RegExp(pattern, "u").test(text);
}

describe("a pattern and a text", () => {
  // Each of these would run for years.
  it.each([
    ["(a+)+$", `${"a".repeat(60)}b`],
    ["^(.*a){20}$", `${"a".repeat(60)}b`],
    ["(a?){60}a{60}$", `${"a".repeat(60)}b`],
    ["^(?=(a+)+$)", `${"a".repeat(60)}b`],
    ["^(?<!x)(a|a)*$", `${"a".repeat(60)}b`],
    ["^((|){30})*$", "b"],
    ["^a*a*a*b", "a".repeat(100_000)],
  ])("%s is demanded of what an engine takes long for", async (pattern, text) => {
    expect(await issuesOf(pattern, text)).toEqual(["pattern"]);
  });

  it("demands nothing of what it would take long for, where it refers back to what a group took", async () => {
    expect(await issuesOf("^(a|a)\\1(a|a|a)*$", `${"a".repeat(60)}b`)).toEqual([]);
  });

  it.each([
    ["(a+)+$", "aaab"],
    ["^[!-~]+$", `${"a".repeat(200_000)} `],
    ["^(?!.*--)[a-z-]+$", "a--b"],
    ["^(a|b)\\1$", "ab"],
    ["^\\p{Lu}\\u{1F600}[^\\]x]{2,70}$", "\u00c9\u{1f600}]]"],
    ["^.{1,255}$", "a".repeat(256)],
  ])("%s is demanded of what it is quick for", async (pattern, text) => {
    expect(await issuesOf(pattern, text)).toEqual(["pattern"]);
  });

  it("have the verdict of the engine, and always come to an end", async () => {
    const { pattern } = fc.letrec<{ pattern: string }>((tie) => ({
      pattern: fc.oneof(
        { maxDepth: 5, withCrossShrink: true },
        fc.constantFrom("a", "b", ".", "[ab]", "\\w", "^", "$", "\\b", ""),
        fc.tuple(tie("pattern"), tie("pattern")).map(([one, other]) => one + other),
        fc.tuple(tie("pattern"), tie("pattern")).map(([one, other]) => `(?:${one}|${other})`),
        fc.tuple(tie("pattern"), fc.constantFrom("*", "+?", "?", "{3}", "{0,20}", "{2,90}")).map(([one, quantifier]) => `(${one})${quantifier}`),
        fc.tuple(fc.constantFrom("?=", "?!", "?<=", "?<!"), tie("pattern")).map(([sign, one]) => `(${sign}${one})`),
      ),
    }));
    const text = fc.string({ unit: fc.constantFrom("a", "b", "!", "\n", "\u{1f600}"), maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(pattern, text, async (expression, one) => {
        const issues = await issuesOf(expression, one);
        // What is too large for a table is told, and judged where that takes but a moment.
        if (patternForm(expression).kind === "unbounded" && issues.length === 0) return;
        if (isMisjudged(expression, one)) return;
        expect(issues).toEqual(new RegExp(expression, "u").test(one) ? [] : ["pattern"]);
      }),
      { numRuns: 300, seed: 2026 },
    );
  }, 60_000);

  it("has no match in the middle of a code point", async () => {
    expect(await issuesOf("(?=(?:(?<!(?:^|.))|a))", "\u{1f600}")).toEqual(["pattern"]);
  });
});
