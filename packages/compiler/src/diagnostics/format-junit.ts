import type { Diagnostic } from "./diagnostic.js";
import { formatDiagnostic } from "./format-text.js";
import { printable } from "./printable.js";

/** All diagnostics as a JUnit report: a test case a file, failed by its errors; warnings are its output. */
export function formatJunit(diagnostics: readonly Diagnostic[], checked: readonly string[]): string {
  const paths = [...new Set([...checked, ...diagnostics.map((one) => one.location.file.path)])].sort();
  const cases = paths.map((path) => testCase(path, diagnostics.filter((one) => one.location.file.path === path)));
  const failures = cases.filter((one) => one.failed).length;
  return [
    `<?xml version="1.0" encoding="UTF-8"?>`,
    `<testsuites>`,
    `  <testsuite name="parley check" tests="${String(cases.length)}" failures="${String(failures)}">`,
    ...cases.map((one) => one.text),
    `  </testsuite>`,
    `</testsuites>`,
    ``,
  ].join("\n");
}

function testCase(path: string, diagnostics: readonly Diagnostic[]): { readonly failed: boolean; readonly text: string } {
  const errors = diagnostics.filter((one) => one.severity === "error");
  const warnings = diagnostics.filter((one) => one.severity === "warning");
  const open = `    <testcase name="${escape(printable(path))}" classname="parley.check"`;
  if (diagnostics.length === 0) return { failed: false, text: `${open}/>` };
  const lines = [`${open}>`];
  if (errors.length > 0) {
    const summary = errors.length === 1 ? "1 error" : `${String(errors.length)} errors`;
    const codes = [...new Set(errors.map((one) => one.code))].join(" ");
    lines.push(`      <failure message="${escape(summary)}" type="${escape(codes)}">${text(errors)}</failure>`);
  }
  if (warnings.length > 0) lines.push(`      <system-out>${text(warnings)}</system-out>`);
  lines.push(`    </testcase>`);
  return { failed: errors.length > 0, text: lines.join("\n") };
}

function text(diagnostics: readonly Diagnostic[]): string {
  return escape(diagnostics.map((one) => formatDiagnostic(one)).join("\n\n"));
}

// XML 1.0 has no place for most control characters, and none for a lone surrogate, even escaped.
function escape(raw: string): string {
  return raw
    .replace(/\p{Surrogate}/gu, "?")
    .replace(/[^\P{Cc}\t\n\r]|[\ufffe\uffff]/gu, "?")
    .replace(/[&<>"']/g, (character) => `&#${String(character.charCodeAt(0))};`);
}
