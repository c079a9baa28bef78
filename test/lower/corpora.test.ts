import { readdirSync } from "node:fs";
import { compile, diskHost, positionOf, type Diagnostic } from "@parley/compiler";
import { expect, it } from "vitest";
import { DiagnosticBag } from "../../packages/compiler/src/diagnostics/diagnostic-bag.js";
import { documentCodes } from "../../packages/compiler/src/diagnostics/document-codes.js";
import { textCodes } from "../../packages/compiler/src/diagnostics/text-codes.js";
import { loadDocuments, rootOf } from "../../packages/compiler/src/document/document-set.js";
import { follow, referenceOf } from "../../packages/compiler/src/document/resolve.js";
import type { Node } from "../../packages/compiler/src/source/node.js";
import { describeCorpora } from "../support/corpora.js";

describeCorpora("asyncapi-examples", "the examples of the AsyncAPI specification", (path) => {
  it("lower without an error of text or document", async () => {
    const { protocols, diagnostics } = await compile(["."], diskHost(path));
    expect(protocols.length).toBeGreaterThan(40);
    const lowering = { ...textCodes, ...documentCodes };
    expect(diagnostics.filter(({ code, severity }) => severity === "error" && code in lowering).map(shown)).toEqual([]);
    expect(protocols.every(({ schemas }) => schemas.size > 0)).toBe(true);
  });
});

describeCorpora("3gpp-rel17", "the OpenAPI files of 3GPP", (path) => {
  it("load, all but the one broken file, and every reference leads somewhere", async () => {
    const bag = new DiagnosticBag();
    const entries = readdirSync(path).filter((name) => name.endsWith(".yaml"));
    const documents = await loadDocuments(entries, diskHost(path), { maxBytes: 32 * 1024 * 1024 }, bag);
    let references = 0;
    for (const name of entries) {
      const visit = (node: Node): void => {
        if (referenceOf(node) !== undefined) {
          references++;
          follow(documents, node);
        }
        if (node.kind === "map") for (const { value } of node.entries.values()) visit(value);
        if (node.kind === "list") for (const item of node.items) visit(item);
      };
      const root = rootOf(documents, name);
      if (root !== undefined) visit(root);
    }
    expect(references).toBeGreaterThan(27_000);
    expect(bag.sorted().filter(({ severity }) => severity === "error").map(shown)).toEqual(["TS29575_Nadrf_DataManagement.yaml:530:92 syntax-error A \"#\" without a space before it starts no comment."]);
  }, 120_000);
});

function shown({ code, message, location }: Diagnostic): string {
  const { line, column } = positionOf(location.file, location.range?.start ?? 0);
  return `${location.file.path}:${String(line)}:${String(column)} ${code} ${message}`;
}
