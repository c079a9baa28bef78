import type { SourceFile } from "./source-file.js";
import type { TextFault } from "./text-fault.js";

/** What JSON does not have, and its look-alikes do. `broken` where YAML would take it for something else, or for nothing. */
export interface JsonFaults {
  readonly faults: readonly TextFault[];
  readonly broken?: TextFault;
}

/** Finds comments and commas before closing brackets in a file that is called `.json`, and starts as JSON. */
export function jsonFaults({ path, text }: SourceFile): JsonFaults {
  if (!/\.json$/i.test(path) || !/^\s*([[{]|\/[/*]|#)/.test(text)) return { faults: [] };
  const faults: TextFault[] = [];
  for (let at = 0; at < text.length; at++) {
    const found = text[at];
    if (found === '"') {
      at = endOfString(text, at);
    } else if (found === "/" && isComment(text, at)) {
      const range = { start: at, end: endOfLine(text, at) };
      return { faults, broken: { code: "syntax-error", range, detail: "JSON has no comments", mend: 'Remove the comment, or say it in "description".' } };
    } else if (found === "#" && startsWord(text, at)) {
      const end = endOfLine(text, at);
      faults.push({ code: "not-json", range: { start: at, end }, what: "comment" });
      at = end;
    } else if (found === "," && closesNext(text, at + 1)) {
      faults.push({ code: "not-json", range: { start: at, end: at + 1 }, what: "comma" });
    }
  }
  return { faults };
}

/** The offset of the quote that closes a string; the end of the text where none does. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === "\\") at++;
    else if (text[at] === '"') return at;
  }
  return text.length;
}

function isComment(text: string, at: number): boolean {
  return (text[at + 1] === "/" || text[at + 1] === "*") && startsWord(text, at);
}

function startsWord(text: string, at: number): boolean {
  return at === 0 || /[\s,[\]{}"]/.test(text.charAt(at - 1));
}

function closesNext(text: string, from: number): boolean {
  let at = from;
  while (/\s/.test(text.charAt(at))) at++;
  return text[at] === "}" || text[at] === "]";
}

function endOfLine(text: string, at: number): number {
  const end = text.slice(at).search(/\r?\n|$/);
  return at + end;
}
