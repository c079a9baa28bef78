import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { Ajv } from "ajv";
import addFormats from "ajv-formats";
import { describe, expect, it } from "vitest";
import { parse, stringify } from "yaml";
import { isMap, type Plain, root, type SpecificationFile, specificationFiles } from "../support/specification-files.js";

/** The official parser gets this long for one document; a time-out is a failure. */
const deadline = 60_000;
/** The parser is given this many operations at a time: its time grows with operations x messages. */
const operationsAtATime = 12;

const documents = specificationFiles().filter(({ kind }) => kind === "asyncapi");

describe("AsyncAPI documents, judged by others", () => {
  it("the three interfaces are among them", () => {
    expect(documents.map(({ path }) => path)).toEqual(expect.arrayContaining(["mri", "nni", "uni"].map((name) => `specs/signalling/${name}.asyncapi.yaml`)));
  });

  for (const document of documents) {
    it(`${document.path} fits the official JSON Schema of its version`, () => {
      const version = String(document.value["asyncapi"]);
      const schema = createRequire(import.meta.url)(`@asyncapi/specs/schemas/${version}.json`) as Record<string, unknown>;
      const ajv = new Ajv({ strict: false, allErrors: true, logger: false, meta: false, validateSchema: false });
      addFormats.default(ajv);
      const validate = ajv.compile(schema);
      validate(document.value);
      expect(validate.errors ?? []).toEqual([]);
    });

    for (const [name, text] of parts(document)) {
      it(`${name} is accepted by @asyncapi/parser`, async () => expect(await parserErrors(join(root, document.path), text)).toEqual([]), deadline + 5_000);
    }
  }

  it("the parser does refuse what is wrong", async () => {
    const [document] = documents;
    if (document === undefined) throw new Error("no document");
    const broken = structuredClone(document.value) as { operations: { [name: string]: Plain } };
    const [first] = Object.values(broken.operations);
    if (isMap(first)) first["action"] = "shout";
    expect(await parserErrors(join(root, document.path), stringify(onlyOperations(broken, Object.keys(broken.operations).slice(0, 1))))).not.toEqual([]);
  }, deadline + 5_000);
});

/** The whole document where it is small, else documents with some of the operations, each operation once. */
function parts(document: SpecificationFile): readonly (readonly [string, string])[] {
  const operations = document.value["operations"];
  const names = isMap(operations) ? Object.keys(operations) : [];
  if (names.length <= operationsAtATime) return [[document.path, readFileSync(join(root, document.path), "utf8")]];
  const groups = Array.from({ length: Math.ceil(names.length / operationsAtATime) }, (_, index) => names.slice(index * operationsAtATime, (index + 1) * operationsAtATime));
  return groups.map((group) => [`${document.path}, operations ${group[0]} to ${group.at(-1)},`, stringify(onlyOperations(document.value, group), { aliasDuplicateObjects: false })]);
}

/** The document with some operations, and on its channels only the messages that these name. */
function onlyOperations(value: SpecificationFile["value"], names: readonly string[]): unknown {
  const copy = structuredClone(value) as { operations: { [name: string]: Plain }; channels: { [name: string]: Plain } };
  copy.operations = Object.fromEntries(names.map((name) => [name, copy.operations[name] ?? null]));
  const kept = new Set(referencesIn(copy.operations));
  for (const [channelName, channel] of Object.entries(copy.channels)) {
    if (!isMap(channel) || !isMap(channel["messages"])) continue;
    channel["messages"] = Object.fromEntries(Object.entries(channel["messages"]).filter(([key]) => kept.has(`#/channels/${channelName}/messages/${key}`)));
  }
  const components = isMap(value["components"]) ? value["components"] : {};
  const wanted = referencesIn(copy.channels).map((reference) => reference.split("/").at(-1));
  if (isMap(components["messages"])) {
    const messages = Object.fromEntries(Object.entries(components["messages"]).filter(([key]) => wanted.includes(key)));
    return { ...copy, components: { ...components, messages } };
  }
  return copy;
}

function referencesIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(referencesIn);
  if (!isMap(value)) return [];
  return Object.entries(value).flatMap(([key, below]) => (key === "$ref" && typeof below === "string" ? [below] : referencesIn(below)));
}

/** Runs the official parser in a process of its own, so that it can be stopped. */
function parserErrors(path: string, text: string): Promise<readonly string[]> {
  return new Promise((done, failed) => {
    const child = spawn(process.execPath, [resolve(dirname(import.meta.filename), "asyncapi-parse.mjs"), path], { cwd: root });
    const timer = setTimeout(() => {
      child.kill("SIGKILL");
      failed(new Error(`@asyncapi/parser did not finish within ${deadline / 1000} s`));
    }, deadline);
    let output = "";
    let complaint = "";
    child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (complaint += chunk.toString()));
    child.on("exit", (status) => {
      clearTimeout(timer);
      if (status !== 0) failed(new Error(`@asyncapi/parser ended with status ${status}: ${complaint.slice(0, 2_000)}`));
      else done((JSON.parse(output) as { errors: string[] }).errors);
    });
    child.stdin.end(text);
  });
}

describe("the splitting above", () => {
  it("gives each operation once and loses no message it names", () => {
    const document: SpecificationFile = { path: "x.yaml", kind: "asyncapi", value: parse(small) as SpecificationFile["value"] };
    const part = onlyOperations(document.value, ["b"]) as { operations: object; channels: { c: { messages: object } }; components: { messages: object } };
    expect(Object.keys(part.operations)).toEqual(["b"]);
    expect(Object.keys(part.channels.c.messages)).toEqual(["two", "three"]);
    expect(Object.keys(part.components.messages)).toEqual(["two", "three"]);
  });
});

const small = `
channels: { c: { messages: { one: { $ref: '#/components/messages/one' }, two: { $ref: '#/components/messages/two' }, three: { $ref: '#/components/messages/three' } } } }
operations:
  a: { messages: [{ $ref: '#/channels/c/messages/one' }] }
  b: { messages: [{ $ref: '#/channels/c/messages/two' }], reply: { messages: [{ $ref: '#/channels/c/messages/three' }] } }
components: { messages: { one: {}, two: {}, three: {} } }
`;
