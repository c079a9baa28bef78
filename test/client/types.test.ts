import { fileURLToPath } from "node:url";
import ts from "typescript";
import { expect, test } from "vitest";

const source = (path: string): string => fileURLToPath(new URL(`../../packages/${path}`, import.meta.url));

// What must not compile stands in misuse.ts under `@ts-expect-error`: where it would compile, that is an error.
test("what a session's state does not allow, and a server without a handler, do not compile", () => {
  const program = ts.createProgram([fileURLToPath(new URL("./misuse.ts", import.meta.url))], {
    target: ts.ScriptTarget.ES2022,
    lib: ["lib.es2023.d.ts", "lib.dom.d.ts"],
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    skipLibCheck: true,
    noEmit: true,
    types: [],
    paths: { "@parley/signalling": [source("signalling/src/gen/index.ts")], "@parley/runtime": [source("runtime/src/index.ts")] },
  });
  const found = ts.getPreEmitDiagnostics(program).map(({ file, start, messageText }) => {
    const line = file === undefined || start === undefined ? "" : `${file.fileName}:${file.getLineAndCharacterOfPosition(start).line + 1} `;
    return line + ts.flattenDiagnosticMessageText(messageText, "\n");
  });
  expect(found).toEqual([]);
});
