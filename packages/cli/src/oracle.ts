import { diagnostic, type Diagnostic, type Protocol, type SourceFile } from "@parley/compiler";
import { Misuse } from "./misuse.js";
import { withProgress } from "./progress.js";
import type { Terminal } from "./terminal.js";

/** Asks an independent reader, `@asyncapi/parser`, what it thinks of the AsyncAPI documents. It may take long over a large one. */
export async function askOracle(terminal: Terminal, protocols: readonly Protocol[]): Promise<readonly Diagnostic[]> {
  const oracle = await loadOracle();
  const said: Diagnostic[] = [];
  for (const { dialect, origin } of protocols) {
    if (dialect !== "asyncapi-3") continue;
    const { file } = origin;
    const found = await withProgress(terminal, `Asking @asyncapi/parser about ${file.path}`, () => oracle.validate(file.text, { source: file.path }));
    // What it suggests is not a finding: 0 is an error, 1 a warning.
    said.push(...found.filter((one) => one.severity === 0).map((one) => diagnosticOf(file, one)));
  }
  return said;
}

interface Oracle {
  validate(text: string, options: { readonly source: string }): Promise<readonly Said[]>;
}

interface Said {
  readonly code: string | number;
  readonly message: string;
  readonly severity: number;
  readonly source?: string;
  readonly range: { readonly start: LineAndCharacter; readonly end: LineAndCharacter };
  readonly path: readonly (string | number)[];
}

interface LineAndCharacter {
  readonly line: number;
  readonly character: number;
}

async function loadOracle(): Promise<Oracle> {
  try {
    const { Parser } = await import("@asyncapi/parser");
    return new Parser();
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ERR_MODULE_NOT_FOUND") {
      throw new Misuse("The oracle is not installed: npm install @asyncapi/parser, then ask again.", { cause: error });
    }
    throw error;
  }
}

function diagnosticOf(file: SourceFile, said: Said): Diagnostic {
  const parameters = { oracle: "@asyncapi/parser", code: String(said.code), says: said.message };
  if (said.source !== undefined && !said.source.endsWith(file.path)) {
    return diagnostic("oracle-objects", { file: { path: said.source, text: "" }, pointer: "" }, parameters);
  }
  const pointer = said.path.map((key) => `/${String(key).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
  const range = { start: offsetOf(file, said.range.start), end: offsetOf(file, said.range.end) };
  return diagnostic("oracle-objects", { file, pointer, range }, parameters);
}

function offsetOf(file: SourceFile, { line, character }: LineAndCharacter): number {
  let start = 0;
  for (let at = 0; at < line; at++) {
    const end = file.text.indexOf("\n", start);
    if (end === -1) break;
    start = end + 1;
  }
  return Math.min(start + character, file.text.length);
}
