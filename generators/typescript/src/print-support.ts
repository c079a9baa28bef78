import { blocks, code, type CodeModule, type CodeSymbol, stringLiteral } from "@parley/compiler";
import { depthSections } from "./support-depth.js";
import { explainSections } from "./support-explain.js";
import { formatFunctions, formatSections } from "./support-formats.js";
import { ruleSections } from "./support-rules.js";
import type { SupportSection } from "./support-section.js";
import { memberSections, valueSections } from "./support-values.js";

export const supportPath = "support.ts";

const sections: readonly SupportSection[] = [...ruleSections, ...valueSections, ...memberSections, ...formatSections, ...explainSections, ...depthSections];

/** A name that `support.ts` declares. */
export function support(name: string): CodeSymbol {
  const found = sections.find((each) => each.name === name);
  if (found === undefined) throw new Error(`support.ts has no ${name}`);
  return { name, from: supportPath, kind: found.kind };
}

/** The helpers that other files use, with all that they need; formats only where the specification has them. */
export function printSupport(used: Iterable<string>, formats: readonly string[]): CodeModule {
  const wanted = new Set<string>();
  const want = (name: string): void => {
    if (wanted.has(name)) return;
    wanted.add(name);
    for (const need of sections.find((each) => each.name === name)?.needs ?? []) want(need);
  };
  for (const name of used) want(name);
  const known = formats.flatMap((format) => {
    const name = formatFunctions.get(format);
    return name === undefined ? [] : [{ format, name }];
  });
  for (const { name } of known) want(name);
  const table = wanted.has("explain")
    ? code`
        const formats: { readonly [name: string]: (text: string) => boolean } = {
          ${known.map(({ format, name }) => `${/^\w+$/.test(format) ? format : stringLiteral(format)}: ${name},`)}
        };
      `
    : code``;
  const kept = sections.filter((each) => wanted.has(each.name));
  return {
    path: supportPath,
    body: blocks(...kept.map((each) => each.text), table),
    exports: kept.filter((each) => /^export /m.test(each.text)).map((each) => support(each.name)),
  };
}
