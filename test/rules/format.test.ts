import { formatDiagnostic, formatJunit, formatSarif, type Diagnostic } from "@parley/compiler";
import { describe, expect, it } from "vitest";

describe("a diagnostic as text", () => {
  it("puts carets under what is meant, after tabs, wide characters and marks", () => {
    expect(shown("\t\u6f22\u5b57: e\u0301x", "e\u0301x")).toEqual([" \u6f22\u5b57: e\u0301x", "       ^^"]);
  });

  it("cuts a long line around what is meant", () => {
    const [text = "", carets = ""] = shown(`${"a".repeat(500)}WRONG${"b".repeat(500)}`, "WRONG");
    expect(text).toMatch(/^\.\.\.a+WRONGb+\.\.\.$/);
    expect(text.length).toBeLessThanOrEqual(126);
    expect(text.slice(carets.indexOf("^"))).toMatch(/^WRONGb/);
    expect(carets).toMatch(/^ +\^{5}$/);
  });

  it("underlines the first line of what goes over several", () => {
    expect(shown("a: [1,\n 2]", "[1,\n 2]")).toEqual(["a: [1,", "   ^^^"]);
  });

  it("lets nobody write to the terminal, or turn the text round", () => {
    const text = formatDiagnostic(diagnosticAt("k: \u001b[31m\u202eevil", "evil", "Not \u001b[2J good."));
    expect(text).not.toMatch(/[^\P{Cc}\n]|\u202e/u);
    expect(text).toContain("Not ?[2J good.");
  });

  it("has a caret where something is missing at the end", () => {
    expect(shown("a: [1", "")).toEqual(["a: [1", "^"]);
  });
});

describe("a report for machines", () => {
  it("is well-formed XML whatever the text", () => {
    const report = formatJunit([diagnosticAt("k: <&\u0000\ud800>", "<&", "\u0000 ]]> & <x>")], []);
    expect(report).not.toMatch(/[^\P{Cc}\n]|\p{Surrogate}/u);
    expect(report.replace(/<\?xml.*\?>|<\/?[a-z]+( [a-z]+="[^"<]*")*\/?>/g, "")).not.toMatch(/[<>]/);
    expect(report).not.toMatch(/&(?!#\d+;)/);
  });

  it("names files as URIs in SARIF", () => {
    expect(formatSarif([diagnosticAt("k: v", "v", "No.", "a b/\u00e9#.yaml")], "1")).toContain('"uri": "a%20b/%C3%A9%23.yaml"');
  });
});

function shown(text: string, meant: string): readonly string[] {
  const [, , excerpt = "", carets = ""] = formatDiagnostic(diagnosticAt(text, meant, "No.")).split("\n");
  return [excerpt, carets].map((line) => line.slice(line.indexOf("|") + 2));
}

function diagnosticAt(text: string, meant: string, message: string, path = "a.yaml"): Diagnostic {
  const start = text.indexOf(meant);
  return { code: "syntax-error", severity: "error", message, location: { file: { path, text }, range: { start, end: start + meant.length }, pointer: "" }, related: [] };
}
