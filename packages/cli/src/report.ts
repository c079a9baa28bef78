import { formatBrief, formatDiagnostic, formatJson, formatJunit, formatSarif, type Diagnostic } from "@parley/compiler";
import { exitStatus, type ExitStatus } from "./exit-status.js";
import type { Terminal } from "./terminal.js";

export const reportFormats = ["text", "json", "sarif", "junit"] as const;

export type ReportFormat = (typeof reportFormats)[number];

/** What a report is made of. */
export interface Findings {
  readonly diagnostics: readonly Diagnostic[];
  /** The specifications that were judged. */
  readonly judged: readonly string[];
}

/** Writes a report of what was found. */
export function report(terminal: Terminal, findings: Findings, format: ReportFormat, version: string): void {
  switch (format) {
    case "text":
      terminal.out(textReport(terminal, findings));
      return;
    case "json":
      terminal.out(formatJson(findings.diagnostics));
      return;
    case "sarif":
      terminal.out(formatSarif(findings.diagnostics, version));
      return;
    case "junit":
      terminal.out(formatJunit(findings.diagnostics, findings.judged));
  }
}

/** Errors are findings; with `strict`, warnings too. */
export function statusOf(diagnostics: readonly Diagnostic[], strict: boolean): ExitStatus {
  return diagnostics.some((one) => strict || one.severity === "error") ? exitStatus.findings : exitStatus.clean;
}

/** `2 errors, 1 warning` */
export function countOf(diagnostics: readonly Diagnostic[]): string {
  const errors = diagnostics.filter((one) => one.severity === "error").length;
  const warnings = diagnostics.length - errors;
  const counted = [...(errors > 0 ? [plural(errors, "error")] : []), ...(warnings > 0 ? [plural(warnings, "warning")] : [])];
  return counted.length === 0 ? "no findings" : counted.join(", ");
}

export function plural(count: number, noun: string): string {
  return count === 1 ? `1 ${noun}` : `${String(count)} ${noun}s`;
}

// More than anybody reads; the other formats have all of them.
const mostShown = 100;

function textReport(terminal: Terminal, { diagnostics, judged }: Findings): string {
  // What a target cannot say is no fault of the text: it is listed at the end, a line each.
  const lost = diagnostics.filter(({ code }) => code === "not-expressible");
  const faults = diagnostics.filter(({ code }) => code !== "not-expressible");
  const shown = gravest(faults).slice(0, mostShown).map((one) => `${formatDiagnostic(one, { colour: terminal.colour })}\n\n`);
  const of = judged.length === 0 ? "" : ` in ${plural(judged.length, "specification")}`;
  const count = countOf(diagnostics);
  return `${shown.join("")}${more(faults)}${lossReport(lost)}${count.charAt(0).toUpperCase()}${count.slice(1)}${of}.\n`;
}

// Where not all are shown, no warning stands in the way of an error.
function gravest(found: readonly Diagnostic[]): readonly Diagnostic[] {
  if (found.length <= mostShown) return found;
  return [...found.filter(({ severity }) => severity === "error"), ...found.filter(({ severity }) => severity !== "error")];
}

function lossReport(lost: readonly Diagnostic[]): string {
  if (lost.length === 0) return "";
  const lines = lost.slice(0, mostShown).map((one) => `  ${formatBrief(one)}\n`);
  return `Not expressible (warning not-expressible):\n${lines.join("")}${more(lost)}\n`;
}

function more(found: readonly Diagnostic[]): string {
  const rest = found.length - mostShown;
  return rest > 0 ? `... and ${String(rest)} more; --format json has all of them.\n\n` : "";
}
