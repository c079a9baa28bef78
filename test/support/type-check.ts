import { fileURLToPath } from "node:url";
import { join } from "node:path";
import type { OutputFile } from "@parley/compiler";
import ts from "typescript";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Every error of strict TypeScript in generated files, which are never written: an empty list where there is none. */
export function typeErrors(files: readonly OutputFile[]): readonly string[] {
  const base = ts.readConfigFile(join(root, "tsconfig.base.json"), ts.sys.readFile).config as { compilerOptions: object };
  const { options } = ts.convertCompilerOptionsFromJson(
    { ...base.compilerOptions, noEmit: true, composite: false, declaration: false, lib: ["ES2023", "ESNext.Disposable", "DOM", "DOM.Iterable"] },
    root,
  );
  const folder = join(root, "test/.generated");
  const texts = new Map(files.map((file) => [join(folder, file.path), file.text]));
  const host = ts.createCompilerHost(options);
  const { fileExists, directoryExists, readFile, getSourceFile } = host;
  host.directoryExists = (path) => path.startsWith(folder) || directoryExists?.(path) === true;
  host.fileExists = (path) => texts.has(path) || fileExists(path);
  host.readFile = (path) => texts.get(path) ?? readFile(path);
  host.getSourceFile = (path, ...rest) => {
    const text = texts.get(path);
    return text === undefined ? getSourceFile(path, ...rest) : ts.createSourceFile(path, text, ts.ScriptTarget.ES2022);
  };
  // Packages are read as their sources, so that no stale build is judged.
  host.resolveModuleNameLiterals = (literals, from) =>
    literals.map(({ text }) => {
      const source = runtimeSources.get(text);
      if (source !== undefined) return { resolvedModule: { resolvedFileName: join(root, source), extension: ts.Extension.Ts, isExternalLibraryImport: false } };
      const mode = from.includes("/node_modules/") ? ts.ModuleKind.CommonJS : ts.ModuleKind.ESNext;
      return ts.resolveModuleName(text, from, options, host, undefined, undefined, mode);
    });
  const program = ts.createProgram([...texts.keys()], { ...options, module: ts.ModuleKind.NodeNext }, host);
  const found = [...program.getOptionsDiagnostics(), ...[...texts.keys()].flatMap((path) => {
    const source = program.getSourceFile(path);
    return source === undefined ? [] : [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
  })];
  return found.map((each) => {
    const at = each.file === undefined || each.start === undefined ? undefined : each.file.getLineAndCharacterOfPosition(each.start);
    const place = each.file === undefined ? "" : `${each.file.fileName.slice(folder.length + 1)}:${(at?.line ?? 0) + 1}: `;
    return place + ts.flattenDiagnosticMessageText(each.messageText, "\n");
  });
}

/** The packages that generated code imports, by the sources of what they export. */
export const runtimeSources: ReadonlyMap<string, string> = new Map([
  ["@parley/runtime", "packages/runtime/src/index.ts"],
  ["@parley/runtime/http", "packages/runtime/src/http/index.ts"],
  ["@parley/runtime/messages", "packages/runtime/src/messages/index.ts"],
]);
