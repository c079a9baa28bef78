import { blocks, code, type CodeModule, type CodeSymbol, concat, type Fragment, stringLiteral } from "@parley/compiler";
import { depthSections } from "./support-depth.js";
import { explainFormSections } from "./support-explain-forms.js";
import { explainSections } from "./support-explain.js";
import { formatFunctions } from "./gen/text-sections.js";
import { formatSections, idnaPath } from "./support-formats.js";
import { ruleSections } from "./support-rules.js";
import type { SupportSection } from "./support-section.js";
import { memberSections, valueSections } from "./support-values.js";

export const supportPath = "support.ts";

const sections: readonly SupportSection[] = [...ruleSections, ...valueSections, ...memberSections, ...formatSections, ...explainSections, ...explainFormSections, ...depthSections];

/** A name that `support.ts` declares. */
export function support(name: string): CodeSymbol {
  const found = sections.find((each) => each.name === name);
  if (found === undefined) throw new Error(`support.ts has no ${name}`);
  return { name, from: found.path ?? supportPath, kind: found.kind };
}

/** The files that `support.ts` consists of, by their paths. */
export const supportPaths: ReadonlySet<string> = new Set([idnaPath, supportPath]);

/** The helpers that other files use, with all that they need; formats only where the specification has them. */
export function printSupport(used: Iterable<string>, formats: readonly string[]): readonly CodeModule[] {
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
          ${known.map(({ format, name }) => code`${/^\w+$/.test(format) ? format : stringLiteral(format)}: ${support(name)},`)}
        };
      `
    : code``;
  const kept = sections.filter((each) => wanted.has(each.name));
  return [idnaPath, supportPath].map((path) => {
    const own = kept.filter((each) => (each.path ?? supportPath) === path);
    return {
      path,
      body: blocks(...own.map(printSection), path === supportPath ? table : code``),
      exports: own.filter((each) => /^export /m.test(each.text)).map((each) => support(each.name)),
    };
  });
}

/** The text of a section; what another file declares for it is a symbol, so that it is imported. */
function printSection({ text, needs, path }: SupportSection): Fragment {
  const foreign = needs.filter((need) => support(need).from !== (path ?? supportPath));
  if (foreign.length === 0) return text;
  const pieces = text.split(new RegExp(`\\b(${foreign.join("|")})\\b`));
  return concat(...pieces.map((piece, index) => (index % 2 === 1 ? support(piece) : piece)));
}
