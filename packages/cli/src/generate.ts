import { resolve } from "node:path";
import { compile, diskHost, printable, writeOutput, type CompileOptions, type Diagnostic, type Host, type OutputFile } from "@parley/compiler";
import type { TypeScriptOptions } from "@parley/generator-typescript";
import { compileOptions, type ReadingOptions } from "./compile-options.js";
import { configurationName, readConfiguration, type Output } from "./configuration.js";
import { exitStatus, type ExitStatus } from "./exit-status.js";
import { Misuse, withFiles } from "./misuse.js";
import { withProgress } from "./progress.js";
import { plural, report } from "./report.js";
import type { Round } from "./round.js";
import { loadTarget } from "./targets.js";
import type { Terminal } from "./terminal.js";

export interface GenerateOptions extends ReadingOptions {
  readonly target?: string;
  readonly out?: string;
  readonly watch?: boolean;
  readonly check?: boolean;
  readonly validators?: "parley" | "ajv";
  readonly runtime?: "import" | "copy";
  readonly unsafePatterns?: boolean;
  readonly paths?: boolean;
}

/**
 * `parley generate`: compiles specifications into files. Where anything is wrong with a specification, nothing is written; of a folder of
 * them, all but those that are wrong.
 */
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
  for (const line of made.lines) terminal.out(`${printable(line)}\n`);
  return made.status;
}

interface Made {
  readonly files: readonly OutputFile[];
  readonly diagnostics: readonly Diagnostic[];
  /** Files of a folder with errors: as specifications they are left out, and only their schemas that others use are there. */
  readonly left: readonly string[];
  /** True where nothing may be written. */
  readonly failed: boolean;
  /** Says which folders of output are of a specification that is gone: of a folder of specifications that are all right. */
  readonly owns?: (specification: string, folder: string) => boolean;
}

interface MadeFor extends Made {
  readonly output: Output;
}

async function generateAll(terminal: Terminal, host: Host, outputs: readonly Output[], options: GenerateOptions): Promise<Round> {
  const reading = await compileOptions(terminal, options);
  const made: MadeFor[] = [];
  const found = new Map<string, Diagnostic>();
  for (const output of outputs) {
    const one = { ...(await generateOne(host, terminal.workingFolder, output, options, reading)), output };
    made.push(one);
    for (const diagnostic of one.diagnostics) found.set(identityOf(diagnostic), diagnostic);
  }
  const diagnostics = [...found.values()];
  const judged = [...new Set(outputs.flatMap(specificationsOf))];
  if (made.some(({ failed }) => failed)) return { status: exitStatus.findings, diagnostics, judged, lines: ["Nothing was written."] };
  const { status, lines } = await write(terminal, made, options.check === true);
  const left = made.flatMap((one) => one.left);
  if (left.length === 0) return { diagnostics, judged, status, lines };
  return { diagnostics, judged, status: exitStatus.findings, lines: [...lines, `Not generated whole, for their errors: ${left.join(", ")}`] };
}

function specificationsOf({ specification, others = [] }: Output): readonly string[] {
  return [specification, ...others];
}

async function generateOne(host: Host, workingFolder: string, output: Output, options: GenerateOptions, reading: CompileOptions): Promise<Made> {
  const named = specificationsOf(output);
  const [target, { protocols, diagnostics }] = await Promise.all([loadTarget(output.target), compile(named, host, reading)]);
  const chosen = { ...output.options, ...optionsIn(options) };
  const wrong = new Set(diagnostics.filter(({ severity }) => severity === "error").map(({ location }) => location.file.path));
  if (named.length > 1 || (await host.look(host.name(output.specification)))?.kind === "directory") {
    if (output.package !== undefined) throw new Misuse(`"${output.specification}" is a folder: a package is made of one specification.`);
    if (chosen.validators === "ajv") throw new Misuse("ajv judges by one specification: name one, or do without --validators ajv.");
    if (options.paths ?? output.paths) throw new Misuse(`"${output.specification}" is a folder: paths.ts is made of one specification.`);
    const right = protocols.filter(({ origin }) => !wrong.has(origin.file.path));
    const generated = await target.many(right, named.join(", "), chosen);
    const files = await whole(generated.files, chosen);
    const made = { files, diagnostics: [...diagnostics, ...generated.diagnostics], left: [...wrong], failed: right.length === 0 };
    // What is wrong today keeps what was made of it, and the files of others that it is built on.
    if (wrong.size > 0) return made;
    const roots = named.map((each) => host.name(each));
    return { ...made, owns: (specification, folder) => roots.some((root) => isBelow(specification, root)) && target.isFolderOf(specification, folder) };
  }
  if (wrong.size > 0) return { files: [], diagnostics, left: [], failed: true };
  const [protocol] = protocols;
  if (protocol === undefined) throw new Misuse(`"${output.specification}" holds nothing to generate from.`);
  const generated = await target.one(protocol, chosen, output.package);
  const all = [...diagnostics, ...generated.diagnostics];
  const files = [...(await whole(generated.files, chosen))];
  if (options.paths ?? output.paths) {
    const { openApiPaths } = await import("./openapi-paths.js");
    files.push(await openApiPaths(workingFolder, output, protocol, diagnostics));
  }
  return { files, diagnostics: all, left: [], failed: all.some(({ severity }) => severity === "error") };
}

function isBelow(path: string, folder: string): boolean {
  return folder === "." ? !/^(\.\.)?\//.test(path) : path.startsWith(`${folder}/`);
}

async function whole(files: readonly OutputFile[], options: TypeScriptOptions): Promise<readonly OutputFile[]> {
  if (options.runtime !== "copy") return files;
  const { withRuntime } = await import("./copied-runtime.js");
  return withRuntime(files);
}

// What the command line says goes before the configuration.
function optionsIn({ validators, runtime, unsafePatterns }: GenerateOptions): TypeScriptOptions {
  return {
    ...(validators === undefined ? {} : { validators }),
    ...(runtime === undefined ? {} : { runtime }),
    ...(unsafePatterns === undefined ? {} : { unsafePatterns }),
  };
}

async function write(terminal: Terminal, made: readonly MadeFor[], check: boolean): Promise<Pick<Round, "status" | "lines">> {
  const lines: string[] = [];
  let status: ExitStatus = exitStatus.clean;
  for (const { output, files, owns } of made) {
    const folder = resolve(terminal.workingFolder, output.out);
    const { written, unchanged, stale } = await withFiles(`Cannot write to "${output.out}"`, () => writeOutput(files, folder, { check, ...(owns === undefined ? {} : { owns }) }));
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
    const [specification = "", ...others] = named;
    return [{ specification, others, target: options.target ?? "typescript", out, options: {}, paths: false }];
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
