import { execFile, execFileSync, spawn } from "node:child_process";
import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { temporaryFolder } from "../support/temporary-folder.js";
import { faulty, good, ring } from "./specifications.js";

const root = join(import.meta.dirname, "../..");
// Inside the repository, so that the dependencies of the command line are found.
const home = join(root, "test/.tmp/cli");
const bin = join(home, "bin/parley.js");

// A hang is a failure: ten times what the user is promised.
const patience = 50_000;

beforeAll(() => {
  mkdirSync(home, { recursive: true });
  cpSync(join(root, "packages/cli/bin"), join(home, "bin"), { recursive: true });
  cpSync(join(root, "packages/cli/package.json"), join(home, "package.json"));
  execFileSync(process.execPath, [join(root, "packages/cli/bundle.mjs")], { env: { ...process.env, PARLEY_CLI_OUT: join(home, "dist") } });
}, 60_000);

describe("the process of parley", () => {
  it("ends with its statuses, silent where nobody watches", async () => {
    const folder = temporaryFolder({ "good.yaml": good, "parts/ring.yaml": ring, "faulty.yaml": faulty });
    expect(await parley(folder, ["check", "good.yaml"])).toEqual({ status: 0, out: "No findings in 1 specification.\n", err: "" });
    const found = await parley(folder, ["check", "faulty.yaml"]);
    expect({ status: found.status, err: found.err }).toEqual({ status: 1, err: "" });
    expect(found.out).not.toContain("\u001b");
    expect((await parley(folder, ["check", "--wrong"])).status).toBe(2);
    expect((await parley(folder, ["--version"])).out).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it("reads standard input", async () => {
    const folder = temporaryFolder({ "good.yaml": good, "parts/ring.yaml": ring });
    const judged = await parley(folder, ["validate", "good.yaml", "--message", "ring"], { input: '{"volume":1}\n{"volume":2}\n' });
    expect(judged).toEqual({ status: 0, out: "2 messages: 2 valid.\n", err: "" });
  });

  it("tells a fault of its own with 70, a sentence and no stack, but for those who ask for it", async () => {
    const folder = temporaryFolder({ "good.yaml": good, "parts/ring.yaml": ring });
    const sabotage = { NODE_OPTIONS: `--import "data:text/javascript,JSON.stringify = () => { throw new TypeError('sabotaged'); };"` };
    const fault = await parley(folder, ["check", "good.yaml", "--format", "json"], { env: sabotage });
    expect(fault).toEqual({
      status: 70,
      out: "",
      err: "parley: sabotaged\nThis is a fault of Parley, not of your specification. Please report it with the command and the specification. PARLEY_DEBUG=1 shows where it happened.\n",
    });
    const debugged = await parley(folder, ["check", "good.yaml", "--format", "json"], { env: { ...sabotage, PARLEY_DEBUG: "1" } });
    expect(debugged.status).toBe(70);
    expect(debugged.err).toContain("TypeError: sabotaged\n    at ");
  });

  it("falls silent when whoever reads has gone", async () => {
    const keys = Array.from({ length: 3000 }, (_, index) => `k${String(index)}: 1\n`).join("");
    const folder = temporaryFolder({ "many.yaml": `asyncapi: 3.0.0\ninfo: { title: T, version: "1" }\n${keys}` });
    const child = spawn(process.execPath, [bin, "check", "many.yaml", "--format", "json"], { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
    let err = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => (err += text));
    child.stdout.once("data", () => child.stdout.destroy());
    const status = await new Promise((done) => child.on("close", done));
    expect({ status, err }).toEqual({ status: 1, err: "" });
  }, patience);

  it("watches until it is told to stop, and ends well", async () => {
    const folder = temporaryFolder({ "good.yaml": good, "parts/ring.yaml": ring });
    const child = spawn(process.execPath, [bin, "generate", "good.yaml", "--out", "gen", "--watch"], { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
    child.stdout.once("data", () => child.kill("SIGINT"));
    expect(await new Promise((done) => child.on("close", done))).toBe(0);
  }, patience);
});

describe("bad input gives one clear answer", () => {
  const header = 'asyncapi: 3.0.0\ninfo: { title: T, version: "1" }\n';
  const many = (line: (index: number) => string) => Array.from({ length: 200_000 }, (_, index) => line(index)).join("");
  const bomb = `${header}x-a: &a [x, x, x, x, x, x, x, x, x]\n${Array.from({ length: 12 }, (_, index) => bombLine(index)).join("")}`;
  const inputs: readonly (readonly [string, string, string | Uint8Array | undefined, number, string])[] = [
    ["a missing file", "missing.yaml", undefined, 1, "missing.yaml: error file-not-found"],
    ["a folder without specifications", ".", "nothing", 1, ".: error directory-without-specification"],
    ["an empty file", "empty.yaml", "", 1, "error empty-file"],
    ["binary data", "binary.yaml", Uint8Array.from({ length: 4096 }, (_, index) => (index * 7919) % 256), 1, "error not-text"],
    ["a tab", "tab.yaml", `${header}channels:\n\tline: {}\n`, 1, "tab.yaml:4:1: error tab-indentation"],
    ["an alias bomb of 1 kB", "bomb.yaml", bomb, 1, "error alias-expansion"],
    ["a file of 50 MB", "large.yaml", `${header}x-a: "${"a".repeat(50_000_000)}"\n`, 1, "error file-too-large"],
    ["a map of 200,000 keys", "keys.yaml", `${header}x-map:\n${many((index) => `  k${String(index)}: v\n`)}`, 0, "No findings"],
    ["200,000 keys that nobody knows", "unknown.yaml", header + many((index) => `k${String(index)}: v\n`), 1, "200000 errors"],
    ["20,000 nested brackets", "nested.yaml", `${header}x-a: ${"[".repeat(20_000)}${"]".repeat(20_000)}\n`, 1, "error nested-too-deep"],
    ["20,000 nested brackets in JSON", "nested.json", "[".repeat(20_000) + "]".repeat(20_000), 1, "error nested-too-deep"],
    ["20,000 brackets that nobody closes", "open.json", "[".repeat(20_000), 1, "error "],
    ["20,000 levels of indentation", "stairs.yaml", Array.from({ length: 2000 }, (_, index) => `${" ".repeat(index)}k:\n`).join(""), 1, "error nested-too-deep"],
    ["escape sequences of a terminal", "escape.yaml", `${header}"\\e[31mred\\a": 1\n`, 1, "unknown-key"],
  ];

  it.each(inputs)("%s", async (_, name, content, status, says) => {
    const folder = temporaryFolder(content === undefined || name === "." ? {} : { [name]: content });
    if (name === ".") writeFileSync(join(folder, "notes.txt"), "nothing");
    const { out, err, ...ended } = await parley(folder, ["check", name]);
    expect({ ...ended, err }).toEqual({ status, err: "" });
    expect(out).toContain(says);
    expect(out).not.toMatch(/^ {4}at /m);
    expect(out).not.toMatch(/[^\P{Cc}\n]/u);
    expect(out.length).toBeLessThan(40_000);
    if (status === 1 && !says.startsWith("200000")) expect(out).toMatch(/\n1 error( in 1 specification)?\.\n$/);
  }, patience);

  it("is 1 kB of bomb", () => expect(bomb.length).toBeLessThan(1024));
});

function bombLine(index: number): string {
  const [name, before] = [index + 1, index].map((one) => String.fromCharCode(97 + one));
  return `x-${name ?? ""}: &${name ?? ""} [${Array.from({ length: 9 }, () => `*${before ?? ""}`).join(", ")}]\n`;
}

interface Ended {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

function parley(folder: string, words: readonly string[], given: { readonly input?: string; readonly env?: Readonly<Record<string, string>> } = {}): Promise<Ended> {
  return new Promise((done) => {
    const env = { ...process.env, NODE_OPTIONS: "", ...given.env };
    const child = execFile(process.execPath, [bin, ...words], { cwd: folder, env, timeout: patience, maxBuffer: 2 ** 28 }, (error, out, err) => {
      done({ status: error === null ? 0 : typeof error.code === "number" ? error.code : -1, out, err });
    });
    child.stdin?.end(given.input ?? "");
  });
}
