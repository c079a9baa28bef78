import { withoutHidden } from "./hidden.js";

/** A text of an author as one line of Markdown: it shows as it is written, but for its code in backticks, which stays code. */
export function markdownText(text: string): string {
  return spans(oneLine(text)).replace(/^(?:[#>+*=~-]|\d+(?=[.)]))/, (start) => (/\d/.test(start) ? `${start}\\` : `\\${start}`));
}

/** The same in a cell of a table. */
export function markdownCell(text: string): string {
  return spans(oneLine(text), true);
}

/** A text as code, every character of it; safe in a cell of a table, which a bar would end even there. Where no code can say it, it is a text. */
export function markdownCode(text: string): string {
  if (text.includes("\\|")) return markdownCell(text);
  const line = withoutHidden(text.replace(/[\s|]+/g, (each) => (each.includes("|") ? each.replaceAll("|", "\\|") : " "))).trim();
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  const margin = line === "" || line.startsWith("`") || line.endsWith("`") ? " " : "";
  return `${fence}${margin}${line}${margin}${fence}`;
}

function oneLine(text: string): string {
  return withoutHidden(text.replace(/\s+/g, " ")).trim();
}

/** Escapes what Markdown or HTML would take for its own, outside of code. */
function spans(line: string, inTable = false): string {
  return line.replace(/(?<!`)(`{1,2})(?!`)(.+?)(?<!`)\1(?!`)|[\\`<[\]|]|&(?=#?\w+;)|!(?=\[)/g, (found, ticks?: string) =>
    ticks !== undefined && !(inTable && found.includes("|")) ? found : found.replace(/[\\`<[\]|&!]/g, "\\$&"),
  );
}
