import { matchesPattern, patternForm } from "@parley/compiler";
import { describe, expect, it } from "vitest";

/** How a pattern is matched, and of a bounded one by which steps. */
function formOf(pattern: string): string {
  const form = patternForm(pattern);
  if (form.kind === "bounded") return `bounded ${form.table.programs.join(" / ")}`;
  return form.kind === "unbounded" ? `unbounded: ${form.why}` : form.kind;
}

describe("how a pattern is matched", () => {
  it.each([
    ["^[a-z][a-z0-9-]{0,62}$", "plain"],
    ["^(?=.*\\d)(?=.*[a-z]).{8,}$", "plain"],
    ["[A-Z]+", "plain"],
    ["^(a+)+$", "bounded > ^ 0 1|3 1|4 $ ."],
    ["\\d+$", "bounded > 0 0|2 $ ."],
    ["(?<!-)$", "bounded > !1 $ . / < 0 ."],
    ["^(a|b)\\1*$", "unbounded: backreference"],
    ["(a{1000}){1000}", "unbounded: too-large"],
    ["x".repeat(100_000), "unbounded: not-read"],
    ["^[\\w-.]+\\@\\_$", "plain"],
    ["\\Z", "invalid"],
    ["a{,5}", "invalid"],
    ["(".repeat(100_000), "invalid"],
  ])("%.40s", (pattern, form) => {
    expect(formOf(pattern)).toBe(form);
  });

  it("means the same without the u flag", () => {
    expect(["a.b-c@_", "a\\b@_", "@_"].map((text) => matchesPattern("^[\\w-.]+\\@\\_$", text))).toEqual([true, false, false]);
  });
});
