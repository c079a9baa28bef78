import { compile, diskHost, type Diagnostic, type Protocol } from "@parley/compiler";
import type { ExitStatus } from "./exit-status.js";
import { withProgress } from "./progress.js";
import { report, statusOf, type ReportFormat } from "./report.js";
import { specificationsFor } from "./specifications.js";
import type { Terminal } from "./terminal.js";

export interface CheckOptions {
  readonly format: ReportFormat;
  readonly strict?: boolean;
  readonly oracle?: boolean;
  readonly maxBytes?: number;
  readonly config?: string;
}

/** `parley check`: judges specifications, and reports all that is wrong with them. */
export async function check(terminal: Terminal, named: readonly string[], options: CheckOptions, version: string): Promise<ExitStatus> {
  const specifications = await specificationsFor(terminal, named, options.config);
  const host = diskHost(terminal.workingFolder);
  const limit = options.maxBytes === undefined ? {} : { maxBytes: options.maxBytes };
  const { protocols, diagnostics } = await withProgress(terminal, "Checking", () => compile(specifications, host, limit));
  const said = options.oracle === true ? await oracleOn(terminal, protocols, diagnostics) : [];
  const all = [...diagnostics, ...said];
  report(terminal, { diagnostics: all, judged: protocols.map((protocol) => protocol.origin.file.path) }, options.format, version);
  return statusOf(all, options.strict === true);
}

async function oracleOn(terminal: Terminal, protocols: readonly Protocol[], diagnostics: readonly Diagnostic[]): Promise<readonly Diagnostic[]> {
  if (diagnostics.some((one) => one.code === "remote-reference")) {
    terminal.err("The oracle was not asked: it would follow the reference to the network.\n");
    return [];
  }
  const { askOracle } = await import("./oracle.js");
  return askOracle(terminal, protocols);
}
