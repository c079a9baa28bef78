import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import ts from "typescript";
import { describe, expect, it, vi } from "vitest";
import { root } from "../support/specification-files.js";
import { typeErrors } from "../support/type-check.js";

describe.each(["conference", "service-control"])("the first calls that the README of %s shows", (folder) => {
  const readme = readFileSync(join(root, "packages", folder, "README.md"), "utf8");
  const program = /^```ts\n([\s\S]*?)^```/m.exec(readme)?.[1] ?? "";

  it("are strict TypeScript, in ten lines", () => {
    expect(program.trim().split("\n").length).toBeLessThanOrEqual(10);
    expect(typeErrors([{ path: "first-calls.ts", text: program }])).toEqual([]);
  });

  it("work: a list is read, and a problem is told", async () => {
    const told: unknown[][] = [];
    const asked: Request[] = [];
    const answer = { type: "https://parley.example/problems/unauthenticated", title: "Unauthenticated", status: 401, detail: "No token." };
    vi.spyOn(console, "log").mockImplementation((...words: unknown[]) => void told.push(words));
    vi.spyOn(globalThis, "fetch").mockImplementation(async (request) => {
      asked.push(request as Request);
      return new Response(JSON.stringify(answer), { status: 401, headers: { "content-type": "application/problem+json", "www-authenticate": "Bearer" } });
    });
    try {
      const text = ts.transpileModule(program, { compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 } }).outputText;
      const path = join(root, "test/.tmp/first-calls", `${folder}.mjs`);
      mkdirSync(join(path, ".."), { recursive: true });
      writeFileSync(path, text);
      await import(pathToFileURL(path).href);
    } finally {
      vi.restoreAllMocks();
    }
    expect(asked.map(({ method }) => method)).toEqual(["GET"]);
    expect(told).toEqual([["unauthenticated", "No token."]]);
  });
});
