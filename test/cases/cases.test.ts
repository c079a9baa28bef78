import { readFileSync } from "node:fs";
import { join } from "node:path";
import { compile, evaluate, memoryHost, negativeCases, writeRequest, type Json, type LeftOut, type NegativeCase } from "@parley/compiler";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { expectGolden } from "../support/golden.js";

const file = "every-keyword.yaml";
const text = readFileSync(join(import.meta.dirname, file), "utf8");
const { protocols } = await compile([file], memoryHost({ [file]: text }));
const [protocol] = protocols;
if (protocol === undefined) throw new Error(`${file} does not compile`);
const judged = [...protocol.operations.values()].map((operation) => ({ operation, ...negativeCases(operation, protocol, { maxBodyBytes: 2_000 }) }));

describe("a document that has every keyword", () => {
  it("gets these negative cases, and a reason for each that there is not", async () => {
    const lines = judged.flatMap(({ operation, cases, left }) => [`${operation.name}`, ...cases.map(lineOf), ...left.map(leftLine), ""]);
    await expectGolden(join(import.meta.dirname, "every-keyword.txt"), lines.join("\n"));
  });

  it("has each demand broken where it says, and no other where it says so", () => {
    for (const { operation, cases } of judged) {
      for (const { breaks, request } of cases) {
        if (breaks.kind !== "constraint" || breaks.in !== "body" || request.body === undefined || !("value" in request.body)) continue;
        const schema = operation.http?.body?.content[0]?.schema ?? "";
        const issues = evaluate(protocol.schemas, schema, request.body.value);
        expect(issues).toEqual(expect.arrayContaining([expect.objectContaining({ pointer: breaks.pointer, keyword: breaks.keyword, at: breaks.at })]));
        expect(issues.length === 1).toBe(breaks.alone);
      }
    }
  });

  it("has bodies that a validator of another hand refuses", () => {
    const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: true });
    addFormats.default(ajv);
    ajv.addSchema(parse(text) as object, "document");
    for (const { operation, cases } of judged) {
      const judge = ajv.getSchema(`document#/paths/~1shelves~1%7Bshelf%7D~1things/${operation.http?.method ?? ""}/requestBody/content/application~1json/schema`);
      for (const { breaks, request } of cases) {
        if (request.body === undefined || !("value" in request.body)) continue;
        expect(judge?.(request.body.value), JSON.stringify(request.body)).toBe(breaks.kind !== "constraint" || breaks.in !== "body");
      }
    }
  });

  it("has no operation that the document's own side starts", async () => {
    const content = { "application/json": { schema: { type: "object" } } };
    const told = { post: { requestBody: { required: true, content }, responses: { "200": { description: "Fine." } } } };
    const document = JSON.stringify({ openapi: "3.1.0", info: { title: "A", version: "1" }, webhooks: { told } });
    const { protocols: [other] } = await compile(["a.json"], memoryHost({ "a.json": document }));
    for (const operation of other?.operations.values() ?? []) expect(negativeCases(operation, other ?? protocol)).toEqual({ cases: [], left: [] });
    expect(other?.operations.size).toBe(1);
  });
});

function lineOf({ breaks, request, statuses }: NegativeCase): string {
  const { method, target, headers, body } = writeRequest(request);
  const broken = breaks.kind !== "constraint" ? breaks.kind : `${breaks.in} ${breaks.name ?? ""}${breaks.pointer} ${breaks.keyword}${breaks.alone ? "" : " (not alone)"}`;
  const sent = [`${method} ${target}`, ...headers.map(([name, value]) => `${name}: ${value}`), ...(body === undefined ? [] : [shortened(body)])];
  const by = request.credentials === "right" ? [] : [`credentials: ${request.credentials}`];
  return `  ${broken} -> ${statuses.join("|")}\n    ${[...sent, ...by].join("\n    ")}`;
}

function leftLine({ part, pointer, keyword, reason }: LeftOut): string {
  return `  left out: ${part}${pointer} ${keyword}: ${reason}`;
}

function shortened(body: Json & string): string {
  return body.length <= 300 ? body : `${body.slice(0, 140)} ... ${String(body.length)} characters`;
}
