import { annotationFormats, type Diagnostic, diagnostic, patternForm } from "@parley/compiler";
import { formatFunctions } from "./gen/text-sections.js";
import type { SchemaPlan } from "./plan.js";

/** Reports what the specification says and no validator asserts: formats, and patterns that are refused. */
export function reportUnasserted(plan: SchemaPlan, report: (found: Diagnostic) => void): void {
  const reported = new Set<string>();
  for (const { id, origin, rules } of plan.protocol.schemas.values()) {
    // What is wrong in a form has been said of what it is a form of.
    if (plan.directions.made.has(id)) continue;
    const where = `"${plan.nameOf(id)}"`;
    const { format, pattern, patternProperties } = rules;
    // Once for each document: who uses it, uses it often.
    const use = `${origin.file.path}\n${String(format)}`;
    if (format !== undefined && !formatFunctions.has(format) && !annotationFormats.has(format) && !reported.has(use)) {
      reported.add(use);
      report(diagnostic("unknown-format", origin, { format, where }));
    }
    for (const text of [...(pattern === undefined ? [] : [pattern]), ...(patternProperties ?? []).map((each) => each.pattern)]) {
      const form = patternForm(text);
      if (form.kind === "unbounded" && plan.options.unsafePatterns !== true) report(diagnostic("unbounded-pattern", origin, { pattern: text, where, why: form.why }));
    }
  }
}

/** Reports, once a document, that its integers of 64 bits are numbers: `JSON.parse` gives nothing else. */
export function reportLongIntegers(plan: SchemaPlan, report: (found: Diagnostic) => void): void {
  const told = new Set<string>();
  for (const { id, origin, rules } of plan.protocol.schemas.values()) {
    if ((rules.format !== "int64" && rules.format !== "uint64") || rules.type?.includes("string") === true || told.has(origin.file.path)) continue;
    told.add(origin.file.path);
    const what = `every integer of "${rules.format}"`;
    const instead = "they are numbers, exact up to 2^53 - 1";
    report(diagnostic("not-expressible", origin, { target: "TypeScript", where: `"${plan.nameOf(id)}"`, what, instead }));
  }
}

/** Reports, once a document, that the links of its responses are for readers and testers: there is no call in code that follows one. */
export function reportLinks({ protocol }: SchemaPlan, report: (found: Diagnostic) => void): void {
  for (const { name, http } of protocol.operations.values()) {
    const link = http?.responses.flatMap(({ links = [] }) => links)[0];
    if (link === undefined) continue;
    const where = `a link, such as "${link.name}" of "${name}"`;
    return report(diagnostic("not-expressible", link.origin, { target: "TypeScript", where, what: "the call that follows", instead: "make it from the response yourself" }));
  }
}

/** The formats that the specification uses, in the order of their names. */
export function usedFormats(plan: SchemaPlan): readonly string[] {
  const formats = [...plan.protocol.schemas.values()].map(({ rules }) => rules.format).filter((format) => format !== undefined);
  return [...new Set(formats)].sort();
}
