import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "@parley/cli";
import { afterAll, describe, expect, it } from "vitest";
import { hostileTexts } from "../hostile/strings.js";
import { fakeTerminal } from "../support/fake-terminal.js";

/** Clears a screen, renames its window, begins a sequence in one character, turns text around, ends a line. */
const control = "\u001b[2J\u001b]0;pwned\u0007\u009b31m\u202e\r\u0085\u2028\ufeff";
const raw = /(?!\n)[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/u;

describe("nothing of a document's controls reaches a terminal", () => {
  const folder = mkdtempSync(join(tmpdir(), "parley-hostile-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const hostile = `spec${control.replaceAll("\n", "")}.yaml`;
  writeFileSync(join(folder, hostile), hostileDocument());
  writeFileSync(join(folder, "good.yaml"), JSON.stringify({ openapi: "3.1.0", info: { title: "Good", version: "1" }, components: { schemas: { Name: { type: "string", const: control } } } }));
  writeFileSync(join(folder, `data${control}.json`), JSON.stringify(control + control));
  mkdirSync(join(folder, `out${control}`));

  it.each(["text", "json", "sarif", "junit"])("check --format %s", async (format) => {
    const { out, err } = await written(["check", hostile, "--format", format]);
    expect(out.length).toBeGreaterThan(1000);
    expect(raw.exec(out + err)).toBeNull();
  });

  it("in JSON it is still said", async () => {
    const { out } = await written(["check", hostile, "--format", "json"]);
    const { diagnostics } = JSON.parse(out) as { readonly diagnostics: readonly { readonly file: string; readonly message: string }[] };
    expect(diagnostics.every(({ file }) => file === hostile)).toBe(true);
    expect(diagnostics.some(({ message }) => message.includes(control))).toBe(true);
  });

  it("with colour, only the colours of Parley are there", async () => {
    const { out } = await written(["check", hostile], true);
    expect(out).toContain("\u001b[31merror\u001b[39m");
    expect(raw.exec(["1", "2", "22", "31", "33", "36", "39"].reduce((text, colour) => text.replaceAll(`\u001b[${colour}m`, ""), out))).toBeNull();
  });

  it.each([
    [["generate", "good.yaml", "--out", `out${control}`], 0],
    [["generate", "good.yaml", "--out", `out${control}`, "--check"], 0],
    [["generate", hostile, "--out", "out"], 1],
    [["generate", "good.yaml", "--out", `good.yaml/${control}`], 2],
    [["generate", "good.yaml", "--out", "out", "--target", control], 2],
    [["validate", "good.yaml", `data${control}.json`, "--schema", "#/components/schemas/Name"], 1],
    [["validate", "good.yaml", `data${control}.json`, "--schema", "#/components/schemas/Name", "--format", "json"], 1],
    [["validate", "good.yaml", `data${control}.json`, "--schema", `#/${control}`], 2],
    [["validate", "good.yaml", `none${control}.json`, "--schema", "#/components/schemas/Name"], 2],
    [["check", `none${control}.yaml`], 1],
    [["check", `--${control}`], 2],
    [[control], 2],
  ])("%#: what other commands say of it", async (words, status) => {
    const said = await written(words);
    expect(said.status).toBe(status);
    expect(said.out + said.err).not.toBe("");
    expect(raw.exec(said.out + said.err)).toBeNull();
  });

  async function written(words: readonly string[], person = false): Promise<{ readonly out: string; readonly err: string; readonly status: number }> {
    const terminal = fakeTerminal(folder, "", person);
    const status = await run(words, terminal, "1");
    return { ...terminal.written, status };
  }
});

/** References to nowhere, and types that there are not, all in hostile words. */
function hostileDocument(): string {
  const all = [control, ...hostileTexts];
  const schemas = Object.fromEntries(all.map((text, index) => [`${String(index)} ${text}`, { $ref: `#/nowhere/${encodeURIComponent(text.replace(/\p{Surrogate}/gu, ""))}` }]));
  const properties = Object.fromEntries(all.map((text) => [text, { type: text }]));
  const document = { openapi: "3.1.0", info: { title: control, version: control }, components: { schemas: { ...schemas, A: { required: all, properties } } } };
  return JSON.stringify(document);
}
