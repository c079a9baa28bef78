import { compile, diskHost, type Diagnostic, type Host, type Protocol } from "@parley/compiler";
import { compileOptions, type ReadingOptions } from "./compile-options.js";
import type { ExitStatus } from "./exit-status.js";
import { Misuse } from "./misuse.js";
import { withProgress } from "./progress.js";
import { plural, report, statusOf, type ReportFormat } from "./report.js";
import type { Round } from "./round.js";
import { specificationsFor } from "./specifications.js";
import type { Terminal } from "./terminal.js";

export interface CheckOptions extends ReadingOptions {
  readonly format: ReportFormat;
  readonly strict?: boolean;
  readonly oracle?: boolean;
  readonly coverage?: string;
  readonly watch?: boolean;
}

/** `parley check`: judges specifications, and reports all that is wrong with them. */
export async function check(terminal: Terminal, named: readonly string[], options: CheckOptions, version: string): Promise<ExitStatus> {
  const specifications = await specificationsFor(terminal, named, options.config);
  const round = (host: Host) => withProgress(terminal, "Checking", () => judge(terminal, host, specifications, options));
  if (options.watch === true) {
    if (options.format !== "text") throw new Misuse("Give --watch or --format, not both: who watches reads text.");
    const { watch } = await import("./watch.js");
    return watch(terminal, round);
  }
  const { diagnostics, judged, status } = await round(diskHost(terminal.workingFolder));
  report(terminal, { diagnostics, judged }, options.format, version);
  return status;
}

async function judge(terminal: Terminal, host: Host, specifications: readonly string[], options: CheckOptions): Promise<Round> {
  const { protocols, diagnostics } = await compile(specifications, host, {
    ...(await compileOptions(terminal, options)),
    ...(options.coverage === undefined ? {} : { coverage: options.coverage }),
  });
  const said = options.oracle === true ? await oracleOn(terminal, protocols, diagnostics) : [];
  const all = [...diagnostics, ...said];
  const judged = protocols.map((protocol) => protocol.origin.file.path);
  return { status: statusOf(all, options.strict === true), diagnostics: all, judged, lines: [`Checked ${plural(judged.length, "specification")}`] };
}

async function oracleOn(terminal: Terminal, protocols: readonly Protocol[], diagnostics: readonly Diagnostic[]): Promise<readonly Diagnostic[]> {
  if (diagnostics.some((one) => one.code === "unresolved-remote")) {
    terminal.err("The oracle was not asked: it would follow the reference to the network.\n");
    return [];
  }
  const { askOracle } = await import("./oracle.js");
  return askOracle(terminal, protocols);
}
