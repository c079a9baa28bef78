import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import { compile, formatDiagnostic, memoryHost } from "@parley/compiler";
import { generate } from "@parley/generator-typescript";
import { IncomingBytes, ResponseError, refuse } from "@parley/runtime/http";
import type { HttpCallOptions } from "@parley/runtime/http";
import ts from "typescript";
import { beforeAll, describe, expect, it } from "vitest";
import { expectGolden } from "../support/golden.js";
import { root } from "../support/specification-files.js";

const folder = fileURLToPath(new URL("./generate/", import.meta.url));
const output = fileURLToPath(new URL("../.tmp/workshop/", import.meta.url));

type Call = Readonly<Record<string, unknown>>;
type Run = (call: unknown, context?: { readonly caller: unknown }) => unknown;

/** An implementation without `status`, one whose answer is of another type, and a call without its argument: none of them compiles. */
const incomplete = `
import { createWorkshopClient, createWorkshopHandler, type WorkshopImplementation } from "./index.js";
declare const whole: WorkshopImplementation<{ readonly scopes: readonly string[] }>;
const { status: _, ...rest } = whole;
const options = { authenticate: () => undefined };
createWorkshopHandler(whole, options);
// @ts-expect-error
createWorkshopHandler(rest, options);
// @ts-expect-error
createWorkshopHandler({ ...whole, status: () => 7 }, options);
// @ts-expect-error
createWorkshopHandler(whole, {});
// @ts-expect-error
void createWorkshopClient({ baseUrl: "https://example.org" }).storeTool({});
`;

interface Generated {
  readonly createWorkshopClient: (
    options: object,
  ) => Readonly<Record<string, (call?: Call, options?: HttpCallOptions) => Promise<unknown>>>;
  readonly createWorkshopHandler: (
    implementation: Readonly<Record<string, Run>>,
    options: object,
  ) => (request: Request) => Promise<Response>;
}

describe("a document that has nothing to do with conferences", () => {
  let paths: readonly string[] = [];
  let generated: Generated;

  beforeAll(async () => {
    const { protocols } = await compile(["workshop.yaml"], memoryHost({ "workshop.yaml": readFileSync(`${folder}workshop.yaml`, "utf8") }));
    const [protocol] = protocols;
    if (protocol === undefined) throw new Error("no protocol");
    rmSync(output, { recursive: true, force: true });
    mkdirSync(output, { recursive: true });
    const { files } = generate(protocol);
    for (const { path, text } of [...files, { path: "incomplete.ts", text: incomplete }]) writeFileSync(output + path, text);
    paths = [...files.map(({ path }) => path), "incomplete.ts"];
    generated = (await import(/* @vite-ignore */ pathToFileURL(`${output}index.ts`).href)) as Generated;
  });

  it("gets a client and a server that read so", async () => {
    for (const path of ["operations.ts", "client.ts", "server.ts"])
      await expectGolden(`${folder}${path}.txt`, readFileSync(output + path, "utf8"));
  });

  it("gets code that tsc --strict takes, and that refuses what the document does not say", () => {
    const options: ts.CompilerOptions = {
      noEmit: true,
      strict: true,
      exactOptionalPropertyTypes: true,
      noUncheckedIndexedAccess: true,
      verbatimModuleSyntax: true,
      erasableSyntaxOnly: true,
      noUnusedLocals: true,
      isolatedModules: true,
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
      lib: ["lib.es2023.d.ts", "lib.esnext.disposable.d.ts", "lib.dom.d.ts", "lib.dom.iterable.d.ts"],
      types: [],
      skipLibCheck: true,
      baseUrl: root,
      paths: { "@parley/runtime/http": ["packages/runtime/src/http/index.ts"] },
    };
    const found = ts.getPreEmitDiagnostics(
      ts.createProgram(
        paths.map((path) => output + path),
        options,
      ),
    );
    expect(found.map(({ file, messageText }) => `${file?.fileName ?? ""}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`)).toEqual(
      [],
    );
  });

  it("is told of what generated code does not judge", async () => {
    const { protocols } = await compile(["loose.yaml"], memoryHost({ "loose.yaml": readFileSync(`${folder}loose.yaml`, "utf8") }));
    const found = protocols.flatMap((protocol) => generate(protocol).diagnostics);
    await expectGolden(`${folder}loose.txt`, `${found.map((each) => formatDiagnostic(each)).join("\n")}\n`);
  });

  function joined(implementation: Readonly<Record<string, Run>>, credentials: object = { key: "k" }) {
    const seen: unknown[] = [];
    const authenticate = (given: object) => {
      seen.push(given);
      return { scopes: [], ...given };
    };
    const handler = generated.createWorkshopHandler(implementation, { authenticate });
    return { seen, client: generated.createWorkshopClient({ baseUrl: "https://example.org/workshop/v1", fetch: handler, ...credentials }) };
  }

  it("carries texts, lists, flags, headers and defaults", async () => {
    const run: Run = (call) => {
      const { tag, sizes, inStock, xTraceId, bodyQuery } = call as Call;
      return { tags: tag ?? [], sizes: sizes ?? [], inStock, trace: [xTraceId, bodyQuery].join() };
    };
    const { client } = joined({ delete: run, status: () => "fine", ring: () => undefined });
    expect(await client.status?.()).toBe("fine");
    expect(await client.ring?.()).toBeUndefined();
    expect(await client.delete?.({})).toEqual({ tags: [], sizes: [], inStock: true, trace: "," });
    expect(await client.delete?.({ tag: ["a,b", "c"], sizes: [1, 2], inStock: false, xTraceId: "abc", bodyQuery: "b" })).toEqual({
      tags: ["a,b", "c"],
      sizes: [1, 2],
      inStock: false,
      trace: "abc,b",
    });
  });

  it("tells several successes apart, and hands failures that are no problem to the caller", async () => {
    const seen: unknown[] = [];
    const run: Run = (call) => {
      const { body } = call as { readonly body: { readonly name?: string } };
      seen.push(body);
      if (body instanceof IncomingBytes) return { status: 202 };
      if (body.name === "new") return { status: 201, headers: { location: "/tools/new", xCount: 3 }, body };
      if (body.name === "taken") return { status: 409, body: { owner: "bob" } };
      return body.name === "odd" ? refuse("conflict", { detail: "odd" }) : { status: 200, body };
    };
    const { client } = joined({ storeTool: run });
    const headers: (string | null)[] = [];
    const options = { onResponse: (head: { readonly headers: Headers }) => headers.push(head.headers.get("x-count")) };
    expect(await client.storeTool?.({ body: { name: "new" } }, options)).toEqual({ status: 201, headers: { location: "/tools/new", xCount: 3 }, body: { name: "new" } });
    expect(headers).toEqual(["3"]);
    expect(await client.storeTool?.({ body: { name: "old", weight: null } })).toEqual({ status: 200, body: { name: "old", weight: null } });
    expect(await client.storeTool?.({ contentType: "application/octet-stream", body: new Uint8Array([1]) })).toEqual({ status: 202, body: undefined });
    const taken = await client.storeTool?.({ body: { name: "taken" } }).catch((error: unknown) => error);
    expect(taken).toBeInstanceOf(ResponseError);
    expect(taken).toMatchObject({ status: 409, body: { owner: "bob" } });
    expect(await client.storeTool?.({ body: { name: "odd" } }).catch((error: unknown) => error)).toMatchObject({
      problem: "conflict",
      details: { detail: "odd" },
    });
    expect(seen.length).toBe(5);
  });

  it("lets in by the first way for which there are credentials", async () => {
    const implementation = {
      deleteToolsToolNamePartsPartNo: () => undefined,
      storeTool: (_: unknown, context?: { readonly caller: unknown }) => ({ status: 200, body: { name: String(context?.caller) } }),
    };
    const call = { toolName: "saw", partNo: 3 };
    for (const [credentials, expected] of [
      [{ token: "t" }, [{ token: "t" }]],
      [{ key: "k", login: { username: "x", password: "y:z" } }, [{ key: "k", login: { username: "x", password: "y:z" } }]],
    ] as const) {
      const { client, seen } = joined(implementation, credentials);
      expect(await client.deleteToolsToolNamePartsPartNo?.(call)).toBeUndefined();
      expect(seen).toEqual(expected);
    }
    const { client, seen } = joined(implementation, { key: "k" });
    expect(await client.deleteToolsToolNamePartsPartNo?.(call).catch((error: unknown) => error)).toMatchObject({
      name: "CallError",
      issues: [{ keyword: "security", expected: "the credentials token, or key and login" }],
    });
    expect(seen).toEqual([]);
    const open = joined(implementation, {});
    expect(await open.client.storeTool?.({ body: { name: "x" } })).toEqual({ status: 200, body: { name: "undefined" } });
  });
});
