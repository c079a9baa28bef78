import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { compile, diskHost, formatDiagnostic, memoryHost, type Compilation } from "@parley/compiler";
import { describe, expect, it } from "vitest";
import { expectGolden } from "../support/golden.js";
import { root } from "../support/specification-files.js";

const folders = readdirSync(import.meta.dirname, { withFileTypes: true }).filter((entry) => entry.isDirectory() && entry.name !== "parts").map((entry) => entry.name);

// A case is a coverage file, in the folder of the code that it shows, beside its golden text. Its first line may name the specifications,
// which lie in parts; else it speaks of the bell alone.
describe.each(folders)("%s", (code) => {
  const folder = join(import.meta.dirname, code);
  const cases = readdirSync(folder).filter((name) => name.endsWith(".yaml"));

  it.each(cases)("%s", async (name) => {
    const named = /^# specifications: (.+)\n/.exec(readFileSync(join(folder, name), "utf8"))?.[1] ?? "bell.yaml";
    const specifications = named.split(" ").map((each) => `parts/${each}`);
    const { diagnostics } = await compile(specifications, diskHost(import.meta.dirname), { coverage: `${code}/${name}` });
    const text = diagnostics.map((one) => `${formatDiagnostic(one)}\n`).join("\n");
    if (name.startsWith("ok-")) {
      expect(text).toBe("");
      return;
    }
    expect([...new Set(diagnostics.map((one) => one.code))], text).toEqual([code]);
    await expectGolden(join(folder, name.replace(/\.yaml$/, ".txt")), text);
  });

  it("has a case that it finds", () => {
    expect(cases.filter((name) => !name.startsWith("ok-"))).not.toEqual([]);
  });
});

it("the canonical text has all that it owes, and nothing that nobody asked for", async () => {
  const { diagnostics } = await compile(["specs"], diskHost(root), { coverage: "specs/coverage.yaml" });
  const codes = new Set<string>(folders);
  expect(diagnostics.filter(({ code, location }) => codes.has(code) || location.file.path === "specs/coverage.yaml").map((one) => formatDiagnostic(one)).join("\n")).toBe("");
});

describe("a coverage file", () => {
  it.each([
    ["coverage: 2\nfamilies: {}\n", "Coverage 2 is not supported; 1 is."],
    ["families: {}\n", 'The document has no "coverage".'],
    ["coverage: 1\nfamily: {}\n", 'A coverage file knows no key "family".'],
    ["coverage: 1\nfamilies: { race: { expects: 3..1 } }\n", '"expects" must be a range such as 1..19, or a list of names, but is a string.'],
    ["coverage: 1\nfamilies: { race: {} }\n", '"race" has no "expects".'],
    ["coverage: 1\nrequirements: [{ id: one }]\n", 'An item of "requirements" has no "source".'],
    ["coverage: 1\nrequirements: [{ id: one, source: race 1, text: A, elements: [5] }]\n", 'An item of "elements" must be a string, but is the number 5.'],
    ["- 1\n", "The document must be a map, but is a list."],
    ["coverage: [\n", ""],
  ])("that is none is told: %j", async (text, says) => {
    const { diagnostics } = await compiled(text);
    expect(diagnostics.map((one) => one.message).join("\n")).toContain(says);
    expect(diagnostics).not.toEqual([]);
  });

  it("that is not there is told", async () => {
    const { diagnostics } = await compile(["parts/bell.yaml"], diskHost(import.meta.dirname), { coverage: "coverige.yaml" });
    expect(diagnostics.map((one) => [one.code, one.location.file.path])).toEqual([["file-not-found", "coverige.yaml"]]);
  });

  it("is not judged where nobody asks for it", async () => {
    const { diagnostics } = await compile(["parts"], diskHost(import.meta.dirname));
    expect(diagnostics.filter((one) => one.code.startsWith("uncovered"))).toEqual([]);
  });
});

async function compiled(text: string): Promise<Compilation> {
  const bell = readFileSync(join(import.meta.dirname, "parts/bell.yaml"), "utf8");
  const messages = readFileSync(join(import.meta.dirname, "parts/messages.yaml"), "utf8");
  return compile(["bell.yaml"], memoryHost({ "bell.yaml": bell, "messages.yaml": messages, "coverage.yaml": text }), { coverage: "coverage.yaml" });
}
