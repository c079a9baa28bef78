import { readFileSync } from "node:fs";
import { posix } from "node:path";
import { fileURLToPath } from "node:url";
import { compile, memoryHost, type OutputFile } from "@parley/compiler";
import { generate } from "@parley/generator-typescript";
import { describe, expect, it } from "vitest";
import { expectGolden } from "../support/golden.js";
import { typeErrors } from "../support/type-check.js";

const folder = fileURLToPath(new URL("./parted/", import.meta.url));

describe("a file that is too long", () => {
  it("is parted by tag, and what several tags use stands in a file of its own", async () => {
    const files = await print(readFileSync(`${folder}parted.yaml`, "utf8"), 10);
    const shown = files.filter(({ path }) => /^(client|server|operations|models|index)\b/.test(path));
    await expectGolden(`${folder}files.txt`, shown.map(({ path, text }) => `==== ${path}\n${text}`).join("\n"));
    expect(typeErrors(files)).toEqual([]);
    expect(cyclesOf(files)).toEqual([]);
    expect(pathsOf(files, "operations")).toEqual(["operations.ts", "operations/books-maps.ts", "operations/loans.ts", "operations/shared.ts"]);
  });

  it("is whole up to the limit, whatever is parted beside it", async () => {
    const text = readFileSync(`${folder}parted.yaml`, "utf8");
    const whole = await print(text, 1_500);
    const linesOf = (path: string) => (whole.find((file) => file.path === path)?.text.split("\n").length ?? 0) - 1;
    const limit = Math.min(linesOf("server.ts"), linesOf("operations.ts"));
    const files = await print(text, limit);
    expect(new Set(files.map(({ path }) => posix.dirname(path)))).toEqual(new Set([".", linesOf("server.ts") > limit ? "server" : "operations"]));
    expect(typeErrors(files)).toEqual([]);
  });

  it("is whole where all operations have the same tag", async () => {
    const files = await print(readFileSync(`${folder}parted.yaml`, "utf8").replace(/tags: .*/g, "").replaceAll("operationId:", "tags: [one]\n      operationId:"), 10);
    expect(files.filter(({ path }) => path.includes("/"))).toEqual([]);
  });

  it("is parted by channel where messages travel", async () => {
    const files = await print(channels, 10);
    expect(typeErrors(files)).toEqual([]);
    expect(cyclesOf(files)).toEqual([]);
    expect(pathsOf(files, "models")).toEqual(["models.ts", "models/doors.ts", "models/lamps.ts", "models/shared.ts"]);
  });

  it("takes names of tags that no disk would, and keeps those apart that a disk would not", async () => {
    const tags = ["aux", "Shared", "shared", "???"];
    const operations = tags.map((tag, index) => `    ${["get", "put", "post", "delete"][index] ?? ""}: { tags: ["${tag}"], responses: { "204": { description: Done. } } }\n`);
    const files = await print(`openapi: 3.1.0\ninfo: { title: T, version: "1" }\npaths:\n  /a:\n${operations.join("")}`, 5);
    expect(pathsOf(files, "client")).toEqual(["client.ts", "client/aux-operations.ts", "client/operations.ts", "client/shared2.ts", "client/shared3.ts"]);
    expect(typeErrors(files)).toEqual([]);
  });
});

async function print(text: string, longestFile: number): Promise<readonly OutputFile[]> {
  const { protocols } = await compile(["parted.yaml"], memoryHost({ "parted.yaml": text }));
  const [protocol] = protocols;
  if (protocol === undefined) throw new Error("does not compile");
  return generate(protocol, { longestFile }).files;
}

function pathsOf(files: readonly OutputFile[], concern: string): readonly string[] {
  return files.map(({ path }) => path).filter((path) => path === `${concern}.ts` || path.startsWith(`${concern}/`)).sort();
}

/** The files that import themselves by way of others. */
function cyclesOf(files: readonly OutputFile[]): readonly string[] {
  const imports = new Map(files.map(({ path, text }) => [path, [...text.matchAll(/ from "(\.[^"]*)\.js"/g)].map(([, to = ""]) => posix.join(posix.dirname(path), `${to}.ts`))]));
  return [...imports.keys()].filter((path) => {
    const reached = new Set(imports.get(path));
    for (const each of reached) for (const next of imports.get(each) ?? []) reached.add(next);
    return reached.has(path);
  });
}

const channels = `
asyncapi: 3.0.0
info: { title: House, version: 1.0.0 }
channels:
  doors: { address: doors, messages: { opened: { payload: { $ref: "#/components/schemas/Opened" } } } }
  lamps: { address: lamps, messages: { lit: { payload: { $ref: "#/components/schemas/Lit" } } } }
operations:
  opened: { action: receive, channel: { $ref: "#/channels/doors" } }
  lit: { action: receive, channel: { $ref: "#/channels/lamps" } }
components:
  schemas:
    Room: { type: string, maxLength: 9 }
    Opened: { type: object, properties: { room: { $ref: "#/components/schemas/Room" }, wide: { type: boolean } } }
    Lit: { type: object, properties: { room: { $ref: "#/components/schemas/Room" } } }
`;
