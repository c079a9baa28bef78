import { type Diagnostic, diagnostic } from "@parley/compiler";
import { compiledPattern } from "./pattern.js";
import type { SchemaPlan } from "./plan.js";
import { formatFunctions, silentFormats } from "./support-formats.js";

/** Reports what the specification says and no validator asserts. */
export function reportUnasserted(plan: SchemaPlan, report: (found: Diagnostic) => void): void {
  for (const { id, origin, rules } of plan.protocol.schemas.values()) {
    const where = `"${plan.nameOf(id)}"`;
    const { format, pattern, patternProperties } = rules;
    if (format !== undefined && !formatFunctions.has(format) && !silentFormats.has(format)) report(diagnostic("unknown-format", origin, { format, where }));
    for (const text of [...(pattern === undefined ? [] : [pattern]), ...(patternProperties ?? []).map((each) => each.pattern)]) {
      if (compiledPattern(text) === undefined) report(diagnostic("pattern-not-understood", origin, { pattern: text, where }));
    }
  }
}

/** The formats that the specification uses, in the order of their names. */
export function usedFormats(plan: SchemaPlan): readonly string[] {
  const formats = [...plan.protocol.schemas.values()].map(({ rules }) => rules.format).filter((format) => format !== undefined);
  return [...new Set(formats)].sort();
}
