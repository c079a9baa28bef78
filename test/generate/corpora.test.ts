import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { camelCase, compile, diskHost, formatDiagnostic, type OutputFile } from "@parley/compiler";
import { generate } from "@parley/generator-typescript";
import { expect, it } from "vitest";
import { describeCorpora } from "../support/corpora.js";
import { typeErrors } from "../support/type-check.js";

describeCorpora("asyncapi-examples", "documents that others wrote", (path) => {
  it("become strict TypeScript, all of them: models, validators and typed operations", { timeout: 300_000 }, async () => {
    const documents = readdirSync(path, { recursive: true, encoding: "utf8" }).filter((name) => isEntry(join(path, name))).sort();
    const files: OutputFile[] = [];
    const generated: string[] = [];
    for (const [index, name] of documents.entries()) {
      const { protocols, diagnostics } = await compile([name], diskHost(path), { roots: ["."] });
      expect(diagnostics.filter(({ severity }) => severity === "error").map((found) => formatDiagnostic(found)), name).toEqual([]);
      for (const protocol of protocols) {
        generated.push(name);
        const own = generate(protocol).files;
        const paths = own.map((file) => file.path);
        if (protocol.messages.size > 0) expect(paths.some((file) => /^(common-)?validators\.ts$/.test(file)), name).toBe(true);
        if (protocol.operations.size > 0) expect(paths, name).toEqual(expect.arrayContaining(["operations.ts", "client.ts", "server.ts"]));
        const texts = own.filter((file) => file.path === "client.ts" || file.path === "server.ts").map(({ text }) => text).join("\n");
        for (const operation of protocol.operations.values()) expect(texts, name).toMatch(new RegExp(`\\b${camelCase(operation.name)}\\(`));
        files.push(...own.map((file) => ({ ...file, path: `d${index}/${file.path}` })));
      }
    }
    expect(generated).toEqual(documents);
    expect(documents).toHaveLength(48);
    expect(typeErrors(files)).toEqual([]);
    expect(files.filter(({ path: file, text }) => !file.endsWith("support.ts") && /\bany\b(?!Payload)/.test(text.replace(/\/\*\*[^]*?\*\/|"(?:[^"\\]|\\.)*"|\/\/.*/g, ""))).map(({ path: file }) => file)).toEqual([]);
  });
});

function isEntry(path: string): boolean {
  return /\.(ya?ml|json)$/.test(path) && /^["']?asyncapi["']?\s*:/m.test(readFileSync(path, "utf8"));
}
