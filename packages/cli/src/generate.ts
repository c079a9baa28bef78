import { resolve } from "node:path";
import { compile, diskHost, writeOutput, type Diagnostic, type Host, type OutputFile } from "@parley/compiler";
import type { TypeScriptOptions } from "@parley/generator-typescript";
import { configurationName, readConfiguration, type Output } from "./configuration.js";
import { exitStatus, type ExitStatus } from "./exit-status.js";
import { Misuse, withFiles } from "./misuse.js";
import { withProgress } from "./progress.js";
import { plural, report } from "./report.js";
import type { Round } from "./round.js";
import { loadTarget } from "./targets.js";
import type { Terminal } from "./terminal.js";

export interface GenerateOptions {
  readonly target?: string;
  readonly out?: string;
  readonly config?: string;
  readonly watch?: boolean;
  readonly check?: boolean;
  readonly maxBytes?: number;
  readonly validators?: "parley" | "ajv";
  readonly unsafePatterns?: boolean;
}

/** `parley generate`: compiles specifications into files. Where anything is wrong, nothing is written. */
export async function generate(terminal: Terminal, named: readonly string[], options: GenerateOptions, version: string): Promise<ExitStatus> {
  const outputs = await outputsFor(terminal, named, options);
  const round = (host: Host) => withProgress(terminal, "Generating", () => generateAll(terminal, host, outputs, options));
  if (options.watch === true) {
    if (options.check === true) throw new Misuse("Give --watch or --check, not both.");
    const { watch } = await import("./watch.js");
    return watch(terminal, round);
  }
  const made = await round(diskHost(terminal.workingFolder));
  if (made.diagnostics.length > 0) report(terminal, made, "text", version);
  for (const line of made.lines) terminal.out(`${line}\n`);
  return made.status;
}

interface Made {
  readonly output: Output;
  readonly files: readonly OutputFile[];
}

async function generateAll(terminal: Terminal, host: Host, outputs: readonly Output[], options: GenerateOptions): Promise<Round> {
  const made: Made[] = [];
  const found = new Map<string, Diagnostic>();
  for (const output of outputs) {
    const { files, diagnostics } = await generateOne(host, output, options);
    made.push({ output, files });
    for (const one of diagnostics) found.set(identityOf(one), one);
  }
  const diagnostics = [...found.values()];
  const judged = [...new Set(outputs.map((output) => output.specification))];
  if (diagnostics.some((one) => one.severity === "error")) {
    return { status: exitStatus.findings, diagnostics, judged, lines: ["Nothing was written."] };
  }
  return { diagnostics, judged, ...(await write(terminal, made, options.check === true)) };
}

async function generateOne(host: Host, { specification, target, package: packageName, options: chosen }: Output, options: GenerateOptions): Promise<{ readonly files: readonly OutputFile[]; readonly diagnostics: readonly Diagnostic[] }> {
  const limit = options.maxBytes === undefined ? {} : { maxBytes: options.maxBytes };
  const [generateFor, compilation] = await Promise.all([loadTarget(target), compile([specification], host, limit)]);
  const { protocols, diagnostics } = compilation;
  if (diagnostics.some((one) => one.severity === "error")) return { files: [], diagnostics };
  const [protocol, another] = protocols;
  if (protocol === undefined) throw new Misuse(`"${specification}" holds nothing to generate from.`);
  if (another !== undefined) throw new Misuse(`"${specification}" holds ${plural(protocols.length, "specification")}; name one for each folder of output.`);
  const generated = await generateFor(protocol, { ...chosen, ...optionsIn(options) }, packageName);
  return { files: generated.files, diagnostics: [...diagnostics, ...generated.diagnostics] };
}

// What the command line says goes before the configuration.
function optionsIn({ validators, unsafePatterns }: GenerateOptions): TypeScriptOptions {
  return { ...(validators === undefined ? {} : { validators }), ...(unsafePatterns === undefined ? {} : { unsafePatterns }) };
}

async function write(terminal: Terminal, made: readonly Made[], check: boolean): Promise<Pick<Round, "status" | "lines">> {
  const lines: string[] = [];
  let status: ExitStatus = exitStatus.clean;
  for (const { output, files } of made) {
    const folder = resolve(terminal.workingFolder, output.out);
    const { written, unchanged, stale } = await withFiles(`Cannot write to "${output.out}"`, () => writeOutput(files, folder, { check }));
    if (!check) {
      lines.push(`${output.out}: ${[...some(written, "written"), ...some(stale, "removed"), ...some(unchanged, "unchanged")].join(", ")}`);
      continue;
    }
    lines.push(...written.map((path) => `${output.out}/${path} is not up to date`), ...stale.map((path) => `${output.out}/${path} is no longer generated`));
    if (written.length + stale.length > 0) status = exitStatus.findings;
  }
  if (status === exitStatus.findings) lines.push("Run parley generate, and commit what it writes.");
  else if (check) lines.push("All files are up to date.");
  return { status, lines };
}

function some(paths: readonly string[], what: string): readonly string[] {
  return paths.length === 0 ? [] : [`${plural(paths.length, "file")} ${what}`];
}

// Two specifications may share a file, and what is wrong in it is said once.
function identityOf({ code, message, location }: Diagnostic): string {
  return JSON.stringify([code, message, location.file.path, location.range?.start, location.pointer]);
}

async function outputsFor(terminal: Terminal, named: readonly string[], options: GenerateOptions): Promise<readonly Output[]> {
  if (named.length > 0) {
    const { out } = options;
    if (out === undefined) throw new Misuse("Say where to write to: --out FOLDER.");
    if (named.length > 1) throw new Misuse(`Each specification needs a folder of its own: name one, or list them in ${configurationName}.`);
    return named.map((specification) => ({ specification, target: options.target ?? "typescript", out, options: {} }));
  }
  if (options.out !== undefined) throw new Misuse("Name the specification that --out is for.");
  const configuration = await readConfiguration(terminal.workingFolder, options.config);
  if (configuration === undefined) throw new Misuse(`Name a specification and --out FOLDER, or write a ${configurationName} here.`);
  const outputs = configuration.outputs.filter((output) => options.target === undefined || output.target === options.target);
  if (outputs.length === 0) throw new Misuse(`"${options.config ?? configurationName}" names no outputs${options.target === undefined ? "" : ` for "${options.target}"`}.`);
  const [shared] = outputs.filter((output, index) => outputs.findIndex((other) => other.out === output.out) < index);
  if (shared !== undefined) throw new Misuse(`"${options.config ?? configurationName}" names the folder "${shared.out}" for two outputs: give each a folder of its own.`);
  return outputs;
}
