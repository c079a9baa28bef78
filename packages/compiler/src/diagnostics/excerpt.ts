import { lineText, positionOf } from "../source/source-file.js";
import type { Location } from "./diagnostic.js";
import { printable } from "./printable.js";

const widest = 120;

/** The author's line and, under it, carets below the stretch that is meant; undefined where the whole file is meant. */
export function excerpt(location: Location): { readonly line: number; readonly text: string; readonly carets: string } | undefined {
  if (location.range === undefined) return undefined;
  const { line, column } = positionOf(location.file, location.range.start);
  const whole = lineText(location.file, line);
  const start = Math.min(column - 1, whole.length);
  const end = Math.min(whole.length, Math.max(start, start + (location.range.end - location.range.start)));

  const shown = window(whole, start, end);
  const before = printable(whole.slice(shown.from, start));
  const meant = printable(whole.slice(start, Math.min(end, shown.to)).trimEnd());
  const left = shown.from > 0 ? "..." : "";
  const right = shown.to < whole.length ? "..." : "";
  return {
    line,
    text: left + printable(whole.slice(shown.from, shown.to)).trimEnd() + right,
    carets: " ".repeat(width(left + before)) + "^".repeat(Math.max(1, width(meant))),
  };
}

// A long line is cut around what is meant, and never through a surrogate pair.
function window(line: string, start: number, end: number): { readonly from: number; readonly to: number } {
  if (line.length <= widest) return { from: 0, to: line.length };
  const length = Math.min(end - start, widest);
  const from = Math.max(0, Math.min(start - Math.floor((widest - length) / 2), line.length - widest));
  return { from: whole(line, from), to: whole(line, Math.min(line.length, from + widest)) };
}

function whole(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return code >= 0xdc00 && code <= 0xdfff ? at - 1 : at;
}

// Columns on a terminal: East Asian wide characters take two, combining marks none.
function width(text: string): number {
  let columns = 0;
  for (const character of text) {
    if (/\p{Mark}/u.test(character)) continue;
    columns += /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Extended_Pictographic}/u.test(character) ? 2 : 1;
  }
  return columns;
}
