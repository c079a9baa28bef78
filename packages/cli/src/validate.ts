import { readFile, stat } from "node:fs/promises";
import { resolve } from "node:path";
import { compile, diskHost, evaluate, type Issue, printable, printableJson } from "@parley/compiler";
import { compileOptions, type ReadingOptions } from "./compile-options.js";
import { exitStatus, type ExitStatus } from "./exit-status.js";
import { messagesIn } from "./messages-in.js";
import { Misuse, withFiles } from "./misuse.js";
import { withProgress } from "./progress.js";
import { plural, report } from "./report.js";
import { namedSchema } from "./named-schema.js";
import type { Terminal } from "./terminal.js";

export interface ValidateOptions extends ReadingOptions {
  readonly message?: string;
  readonly schema?: string;
  readonly format: "text" | "json";
}

/** `parley validate`: judges data by a message or a schema of a specification. */
export async function validate(terminal: Terminal, specification: string, file: string | undefined, options: ValidateOptions, version: string): Promise<ExitStatus> {
  const reading = await compileOptions(terminal, options);
  const host = diskHost(terminal.workingFolder);
  const { protocols, diagnostics } = await withProgress(terminal, "Compiling", () => compile([specification], host, reading));
  const errors = diagnostics.filter((one) => one.severity === "error");
  if (errors.length > 0) {
    report(terminal, { diagnostics: errors, judged: [specification] }, options.format, version);
    return exitStatus.findings;
  }
  const { protocol, schema } = namedSchema(protocols, options);
  const text = await inputOf(terminal, file, options.maxBytes ?? 32 * 1024 * 1024);
  const shown = file === undefined || file === "-" ? "<stdin>" : file;
  const entries = messagesIn(text).map(({ line, value }) => {
    if ("fault" in value) return { line, issues: [notJson(value.fault)] };
    return { line, issues: schema === undefined ? [] : distinct(evaluate(protocol.schemas, schema, value.json)) };
  });
  if (entries.length === 0) throw new Misuse(`"${shown}" holds no message.`);
  terminal.out(options.format === "json" ? jsonReport(entries) : textReport(shown, entries));
  return entries.some(({ issues }) => issues.length > 0) ? exitStatus.findings : exitStatus.clean;
}

interface Judged {
  readonly line: number;
  readonly issues: readonly Issue[];
}

// Several schemas may demand the same of a value, and it is said once.
function distinct(issues: readonly Issue[]): readonly Issue[] {
  return [...new Map([...issues].reverse().map((issue) => [sentence(issue), issue])).values()].reverse();
}

function notJson(fault: string): Issue {
  return { pointer: "", keyword: "json", expected: "JSON", found: fault, at: "" };
}

async function inputOf(terminal: Terminal, file: string | undefined, maxBytes: number): Promise<string> {
  if (file === undefined || file === "-") {
    if (terminal.typed) terminal.err("Reading messages from the terminal; end with Ctrl-D.\n");
    return decoded(await terminal.input(), "<stdin>");
  }
  const path = resolve(terminal.workingFolder, file);
  return withFiles(`Cannot read "${file}"`, async () => {
    const { size } = await stat(path);
    if (size > maxBytes) throw new Misuse(`"${file}" has ${String(size)} bytes, more than the ${String(maxBytes)} that are read: raise the limit with --max-bytes.`);
    return decoded(await readFile(path), file);
  });
}

function decoded(bytes: Uint8Array, shown: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    throw new Misuse(`"${shown}" is not text in UTF-8.`, { cause: error });
  }
}

function textReport(shown: string, entries: readonly Judged[]): string {
  const rejected = entries.filter(({ issues }) => issues.length > 0);
  const lines = rejected.flatMap(({ line, issues }) => [`${printable(shown)}:${String(line)}: rejected`, ...issues.map((issue) => `  ${printable(sentence(issue))}`)]);
  const valid = entries.length - rejected.length;
  const summary = [...(valid > 0 || rejected.length === 0 ? [`${String(valid)} valid`] : []), ...(rejected.length > 0 ? [`${String(rejected.length)} rejected`] : [])];
  return `${[...lines, `${plural(entries.length, "message")}: ${summary.join(", ")}.`].join("\n")}\n`;
}

function sentence({ pointer, keyword, expected, found }: Issue): string {
  if (keyword === "json") return `not JSON: ${found}`;
  return `${pointer === "" ? "the whole" : pointer}: expected ${expected}, found ${found}`;
}

function jsonReport(entries: readonly Judged[]): string {
  const results = entries.map(({ line, issues }) => ({ line, valid: issues.length === 0, issues }));
  return `${printableJson({ version: 1, valid: results.every((one) => one.valid), results })}\n`;
}
