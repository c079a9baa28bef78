import { createRequire } from "node:module";
import { join } from "node:path";
import { compile, memoryHost, type OutputFile, type Protocol } from "@parley/compiler";
import { generatePackage } from "@parley/generator-typescript";
import { describe, expect, it } from "vitest";
import { root } from "../support/specification-files.js";
import { escapesIn } from "./judge.js";
import { endless, hostileTexts } from "./strings.js";

/** What Markdown and HTML have of their own, beside what all files are told. */
const texts = [
  ...hostileTexts, endless, "# Heading", "> quoted", "- item", "1. item", "---", "~~~", "    code", "![i](https://x.test/i.png)", "<b>`</b>`<script>", "\\`<script>pwned()</script>\\`", "`a|<img src=x>|b`",
  "`|`<script>`|`", "[a]: javascript:pwned()", "a\n\n# b", "a\n===", "&lt;b&gt; &#60;script>", "\\| x | y \\\\| z", "``` ` <b>", "\u0085# a", "\f# a", "<https://x.test>",
];

describe("the files beside the code of a package, with hostile texts", async () => {
  const harmless = await packageOf("harmless");
  const shape = shapeOf(textOf(harmless, "README.md"));

  it.each(texts)("%j", async (text) => {
    const files = await packageOf(text);
    expect(escapesIn(files)).toEqual([]);
    const manifest = JSON.parse(textOf(files, "package.json")) as Record<string, unknown>;
    expect(Object.keys(manifest)).toEqual(Object.keys(JSON.parse(textOf(harmless, "package.json")) as object));
    expect(manifest).toMatchObject({ name: "@some/package", version: "0.0.0", description: expect.stringContaining(`${text}: types, validators`) as unknown });
    const readme = textOf(files, "README.md");
    if (text.trim() !== "") expect(shapeOf(readme)).toEqual(shape);
    expect(/<(?!!-- @generated)|(?<!\]\()\]\(|!\[/.exec(withoutCode(readme))?.[0]).toBeUndefined();
  });

  it.each([["1.2.3", "1.2.3"], ["v1.2", "1.2.0"], ["3", "3.0.0"], ["1.0.0-rc.1+b", "1.0.0-rc.1+b"], ["2024-01-01", "0.0.0"], ["01.2.3", "0.0.0"], ["1.2.3\n", "1.2.3"], ["1.0.0\", \"scripts\": {", "0.0.0"]])(
    "a version that npm takes: %j is %j",
    async (written, taken) => {
      expect(JSON.parse(textOf(await packageOf("a", written), "package.json"))).toMatchObject({ version: taken });
    },
  );

  it("what is code in backticks stays code, a link is a text", async () => {
    const [summary] = /^What.*$/m.exec(textOf(await packageOf("What `a < b` says, see [x](https://x.test)."), "README.md")) ?? [];
    expect(summary).toContain("`a < b`");
    expect(summary).toContain("\\[x\\](https://x.test)");
  });
});

describe("the template of @asyncapi/generator, with hostile texts", () => {
  const require = createRequire(import.meta.url);
  const { filesOf } = require(join(root, "generators/asyncapi-template/files.js")) as { readonly filesOf: (context: object) => Promise<readonly { readonly props: { readonly name: string; readonly children: string } }[]> };

  it("gives the generator fixed names of files, and nothing gets out of its quotes", async () => {
    for (const text of hostileTexts) {
      const elements = await filesOf({ originalAsyncAPI: JSON.stringify(asyncapi(text)), params: { package: "@some/package" } });
      expect(escapesIn(elements.map(({ props }) => ({ path: props.name, text: props.children }))), text).toEqual([]);
      for (const { props } of elements) expect(props.name).toMatch(/^(src\/gen\/[a-z-]+\.ts|package\.json|README\.md)$/);
    }
  });

  it("says what is wrong without the controls of a terminal", async () => {
    const wrong = { ...asyncapi("a"), components: { schemas: { "a\u001b[2J\u009b\u202e": { $ref: "#/\u001b[2J\u0007" } } } };
    const said = await filesOf({ originalAsyncAPI: JSON.stringify(wrong), params: {} }).then(() => "", String);
    expect(said).toContain("unresolved-reference");
    expect(/(?!\n)[\p{Cc}\u202e]/u.exec(said)).toBeNull();
  });
});

/** What a page is made of: each line by what it begins with, each row of a table by its cells. */
function shapeOf(page: string): readonly string[] {
  return page.trimEnd().split("\n").map((line) => {
    if (line.startsWith("|")) return `row of ${String(line.replace(/\\[^]/g, "").split("|").length)}`;
    return /^(#+ |```|<!--|[>*+=~-]|\d+[.)]| {4}|$)/.exec(line)?.[0] ?? "text";
  });
}

function withoutCode(page: string): string {
  return page.replace(/^```[^]*?^```/gm, "").split("\n").map((line) => line.replace(/\\[^\w\s]|(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)/g, "")).join("\n");
}

async function packageOf(text: string, version = text): Promise<readonly OutputFile[]> {
  const { files } = await generatePackage(await protocolOf(text, version), "@some/package");
  return files;
}

async function protocolOf(text: string, version: string): Promise<Protocol> {
  const responses = { "200": { description: text } };
  const paths = { "/a|`b`": { get: { operationId: text === "" ? "none" : text, summary: text, description: text, responses } }, "/b": { get: { operationId: "plain", description: text, responses } } };
  const document = { openapi: "3.1.0", info: { title: text, version, description: text }, paths, components: { schemas: { Item: { type: "string", description: text } } } };
  const { protocols: [protocol], diagnostics } = await compile(["a.yaml"], memoryHost({ "a.yaml": JSON.stringify(document) }));
  if (protocol === undefined) throw new Error(JSON.stringify(diagnostics.map(({ message }) => message)));
  return protocol;
}

function asyncapi(text: string): object {
  const channels = { c: { address: "/c", messages: { m: { summary: text, description: text, payload: { type: "object", description: text, properties: { [text]: { const: text } } } } } } };
  return { asyncapi: "3.0.0", info: { title: text, version: text, description: text }, channels, operations: { o: { action: "send", channel: { $ref: "#/channels/c" }, summary: text } } };
}

function textOf(files: readonly OutputFile[], path: string): string {
  return files.find((file) => file.path === path)?.text ?? "";
}
