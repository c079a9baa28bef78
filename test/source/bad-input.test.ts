import { compile, memoryHost, positionOf, type Diagnostic, type Host } from "@parley/compiler";
import { describe, expect, it } from "vitest";

const head = 'asyncapi: 3.0.0\ninfo: {title: Large, version: "1"}\n';
const manyKeys = Array.from({ length: 200_000 }, (_, index) => `  k${String(index)}: v\n`).join("");
const bomb = ["x-0: &a0 [x, x, x, x, x, x, x, x, x]", ...Array.from({ length: 18 }, (_, index) => `x-${String(index + 1)}: &a${String(index + 1)} [${`*a${String(index)},`.repeat(9)}]`)];

/** What a tool may be given by mistake or malice: each text, and the one diagnostic it gives. */
const inputs: readonly (readonly [name: string, content: string | Uint8Array, diagnostics: readonly string[]])[] = [
  ["an empty file", "", ["empty-file"]],
  ["NUL bytes", new Uint8Array([0x61, 0, 0x62]), ["not-text"]],
  ["text that is not UTF-8", new Uint8Array([0x61, 0x3a, 0x20, 0xe9, 0x0a]), ["not-text"]],
  ["UTF-16", new Uint8Array([0xff, 0xfe, 0x61, 0, 0x3a, 0]), ["not-text"]],
  ["line breaks of Windows", `${head}channels: {}\n`.replaceAll("\n", "\r\n"), []],
  ["line breaks of Windows before a mistake", `${head}channels: [\n`.replaceAll("\n", "\r\n"), ["4:1 syntax-error"]],
  ["an escaped NUL", `${head}x-text: "a\\0"\n`, []],
  ["a number of 100,000 digits and exponents out of reach", `${head}x-many: [1.${"1".repeat(100_000)}, 1e-${"9".repeat(100_000)}]\n`, ["3:10 inexact-number", "3:100014 inexact-number"]],
  ["a list", "- a\n- b\n", ["unknown-document-kind"]],
  ["a word", "hello\n", ["unknown-document-kind"]],
  ["a document of another kind", "kind: Deployment\n", ["unknown-document-kind"]],
  ["a map of 200,000 keys", `${head}x-many:\n${manyKeys}`, []],
  ["a map of 200,000 keys in JSON", `{"asyncapi": "3.0.0", "info": {"title": "Large", "version": "1"}, "x-many": {${Array.from({ length: 200_000 }, (_, index) => `"k${String(index)}": ${String(index)}`).join(",")}}}`, []],
  ["a map of 200,000 keys with a tab", `${head}x-many:\n${manyKeys}\tlast: v\n`, ["200004:1 too-large-for-yaml"]],
  ["200,000 schemas", `{"asyncapi": "3.0.0", "info": {"title": "Large", "version": "1"}, "components": {"schemas": {"All": {"anyOf": [${"{},".repeat(199_999)}{}]}}}}`, ["1:300109 too-many-schemas"]],
  ["20,000 brackets that open", "[".repeat(20_000), ["1:257 nested-too-deep"]],
  ["20,000 brackets that open and close", "[".repeat(20_000) + "]".repeat(20_000), ["1:257 nested-too-deep"]],
  ["20,000 maps in JSON", '{"a":'.repeat(20_000), ["1:1281 nested-too-deep"]],
  ["20,000 lists in lists", "- ".repeat(20_000), ["1:513 nested-too-deep"]],
  ["20,000 keys of keys", "? ".repeat(20_000), ["1:513 nested-too-deep"]],
  ["an alias bomb of 1 kB", `${head}${bomb.join("\n")}\n`, ["8:11 alias-expansion"]],
  ["300,000 quotes", '"'.repeat(300_000), ["1:3 syntax-error"]],
  ["300,000 documents", "---\n".repeat(300_000), ["2:1 several-documents"]],
  ["30 MB of line breaks", "\n".repeat(30_000_000), ["empty-file"]],
  ["a file above the limit", `# ${"x".repeat(33 * 1024 * 1024)}`, ["file-too-large"]],
];

describe("bad input", () => {
  it.each(inputs)("%s", async (_, content, expected) => {
    const { diagnostics } = await compile(["in.yaml"], memoryHost({ "in.yaml": content }));
    expect(diagnostics.map(shown)).toEqual(expected);
  });

  it("a file that is not there, with the one that was meant", async () => {
    const { diagnostics } = await compile(["specs/uni.yml"], memoryHost({ "specs/uni.yaml": head }));
    expect(diagnostics.map(shown)).toEqual(["file-not-found"]);
    expect(diagnostics[0]?.hint).toBe('Correct the path; did you mean "specs/uni.yaml"?');
  });

  it("a directory without a specification", async () => {
    const { diagnostics } = await compile(["specs"], memoryHost({ "specs/notes.yaml": "a: 1\n", "other.yaml": head }));
    expect(diagnostics.map(shown)).toEqual(["directory-without-specification"]);
  });

  it("a directory: every entry document below it, and no other file", async () => {
    const broken = "asyncapi: 3.0.0\ninfo: [\n";
    const files = { "specs/a.yaml": head, "specs/deep/b.json": '{"asyncapi": "3.0.0", "info": {"title": "b", "version": "1"}}', "specs/c.yaml": broken, "specs/data.yaml": "a: [\n", "specs/node_modules/d.yaml": head };
    const { protocols, diagnostics } = await compile(["specs"], memoryHost(files));
    expect(protocols.map(({ name }) => name)).toEqual(["large", "b"]);
    expect(diagnostics.map(({ location }) => location.file.path)).toEqual(["specs/c.yaml"]);
  });

  it("a file and a folder that may not be read", async () => {
    const host = memoryHost({ "specs/a.yaml": head, "specs/b.yaml": head, "specs/shut/c.yaml": head });
    const refusing: Host = {
      ...host,
      read: async (path) => (path === "specs/b.yaml" ? undefined : host.read(path)),
      list: async (path) => (path === "specs/shut" ? undefined : host.list(path)),
    };
    const { protocols, diagnostics } = await compile(["specs"], refusing);
    expect(protocols).toHaveLength(1);
    expect(diagnostics.map(({ code, message, location }) => `${location.file.path} ${code} ${message}`)).toEqual([
      "specs/b.yaml not-readable The file may not be read.",
      "specs/shut not-readable The folder may not be read.",
    ]);
  });

  it("the limit of bytes is the caller's", async () => {
    const { diagnostics } = await compile(["in.yaml"], memoryHost({ "in.yaml": head }), { maxBytes: 10 });
    expect(diagnostics.map(({ code, message }) => `${code} ${message}`)).toEqual(["file-too-large The file has 51 bytes, more than the 10 that are read."]);
  });

  it("keys that JavaScript knows pollute nothing", async () => {
    const text = `${head}components: {schemas: {__proto__: {type: object, default: {__proto__: {polluted: true}}, properties: {constructor: {type: string}}}}}\n`;
    const { protocols, diagnostics } = await compile(["in.yaml"], memoryHost({ "in.yaml": text }));
    expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
    const [schema] = protocols[0]?.schemas.values() ?? [];
    expect(schema?.name).toBe("__proto__");
    expect(JSON.stringify(schema?.notes.default)).toBe('{"__proto__":{"polluted":true}}');
    expect("polluted" in {}).toBe(false);
  });
});

function shown({ code, location }: Diagnostic): string {
  if (location.range === undefined) return code;
  const { line, column } = positionOf(location.file, location.range.start);
  return `${String(line)}:${String(column)} ${code}`;
}
