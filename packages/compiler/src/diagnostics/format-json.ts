import { positionOf } from "../source/source-file.js";
import type { Diagnostic, Location } from "./diagnostic.js";
import { printableJson } from "./printable.js";

/** All diagnostics as one JSON document. Its shape is stable: keys may be added, never renamed. Lines and columns count from 1. */
export function formatJson(diagnostics: readonly Diagnostic[]): string {
  const report = {
    version: 1,
    errors: diagnostics.filter((one) => one.severity === "error").length,
    warnings: diagnostics.filter((one) => one.severity === "warning").length,
    diagnostics: diagnostics.map((one) => ({
      code: one.code,
      severity: one.severity,
      message: one.message,
      ...(one.hint === undefined ? {} : { hint: one.hint }),
      ...placed(one.location),
      related: one.related.map((related) => ({ message: related.message, ...placed(related.location) })),
    })),
  };
  return `${printableJson(report)}\n`;
}

function placed(location: Location): object {
  const { file, range, pointer } = location;
  if (range === undefined) return { file: file.path, pointer };
  const start = positionOf(file, range.start);
  const end = positionOf(file, range.end);
  return { file: file.path, line: start.line, column: start.column, endLine: end.line, endColumn: end.column, pointer };
}
