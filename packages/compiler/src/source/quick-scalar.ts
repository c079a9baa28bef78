import { isInexact } from "./inexact.js";
import { scalar, type Seat } from "./node-builder.js";
import type { Node, ScalarNode } from "./node.js";
import { endOfLine, isBlank, isBreak, nextLine, type Cursor } from "./quick-cursor.js";
import { unquoteDouble, unquoteSingle } from "./quick-quoted.js";

/** A string and the stretch that spells it. */
export interface Text {
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

/** Whether a plain scalar may start at an offset. */
export function startsPlain(text: string, at: number): boolean {
  const first = text[at];
  if (first === undefined || "[]{},#&*!|>'\"%@`".includes(first)) return false;
  return !((first === "-" || first === "?" || first === ":") && isBlank(text, at + 1)) && first !== "\t";
}

/** Reads a quoted string; further lines of it must be indented deeper than the parent. */
export function readQuoted(cursor: Cursor, parentColumn: number): Text | undefined {
  const { text, at: start } = cursor;
  const double = text[start] === '"';
  let end = start + 1;
  let plain = true;
  for (; ; end++) {
    if (end >= text.length) return undefined;
    const code = text.charCodeAt(end);
    if (double ? code === 0x22 : code === 0x27 && text.charCodeAt(end + 1) !== 0x27) break;
    if (double ? code === 0x5c : code === 0x27) {
      plain = false;
      end++;
    } else if (isBreak(code)) {
      plain = false;
    }
  }
  const inside = text.slice(start + 1, end);
  const value = plain ? inside : double ? unquoteDouble(inside, parentColumn) : unquoteSingle(inside, parentColumn);
  if (value === undefined) return undefined;
  cursor.at = end + 1;
  return { value, start, end: end + 1 };
}

/** Reads a plain scalar, on one line or more, and the rest of its last line. */
export function readPlain(cursor: Cursor, parentColumn: number, seat: Seat): Node | undefined {
  const { text, at: start } = cursor;
  let end = plainLineEnd(text, start);
  if (end === undefined) return undefined;
  cursor.at = end;
  if (!nextLine(cursor)) return undefined;
  if (cursor.column <= parentColumn) return plainScalar(cursor, seat, start, end);
  let value = text.slice(start, end);
  while (cursor.column > parentColumn) {
    if (cursor.commented) return undefined;
    const lineEnd = plainLineEnd(text, cursor.at);
    if (lineEnd === undefined) return undefined;
    value += (cursor.breaks === 1 ? " " : "\n".repeat(cursor.breaks - 1)) + text.slice(cursor.at, lineEnd);
    end = lineEnd;
    cursor.at = lineEnd;
    if (!nextLine(cursor)) return undefined;
  }
  return scalar(seat, { start, end }, value);
}

/** The value of a plain scalar by the core schema of YAML 1.2. */
export function plainScalar(cursor: Cursor, seat: Seat, start: number, end: number): ScalarNode {
  const text = cursor.text.slice(start, end);
  const range = { start, end };
  // Most scalars start with a letter that starts no other value.
  if (!/^[-+.0-9~nNtTfF]/.test(text)) return scalar(seat, range, text);
  if (/^(~|null|Null|NULL)$/.test(text)) return scalar(seat, range, null);
  if (/^(true|True|TRUE)$/.test(text)) return scalar(seat, range, true);
  if (/^(false|False|FALSE)$/.test(text)) return scalar(seat, range, false);
  if (/^(0o[0-7]+|0x[0-9a-fA-F]+|[-+]?([0-9]+|(\.[0-9]+|[0-9]+\.[0-9]*|[0-9]+(?=[eE]))([eE][-+]?[0-9]+)?))$/.test(text)) {
    const value = Number(text);
    if (Number.isFinite(value)) {
      if (isInexact(text, value)) cursor.faults.push({ code: "inexact-number", range, text, value });
      return scalar(seat, range, value);
    }
    cursor.faults.push({ code: "not-a-json-value", range, text });
    return scalar(seat, range, null);
  }
  if (/^([-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN))$/.test(text)) {
    cursor.faults.push({ code: "not-a-json-value", range, text });
    return scalar(seat, range, null);
  }
  return scalar(seat, range, text);
}

/** Reads `|` or `>` and the lines below that are indented deeper than the parent. */
export function readBlockScalar(cursor: Cursor, parentColumn: number, seat: Seat): Node | undefined {
  const { text, at: start } = cursor;
  const headerEnd = endOfLine(text, start);
  const header = /^([|>])([-+]?) *(?: #.*)?$/.exec(text.slice(start, headerEnd));
  if (header === null) return undefined;
  const lines: string[] = [];
  let indent = -1;
  let at = headerEnd;
  let end = headerEnd;
  while (at < text.length) {
    const lineStart = at + (text.charCodeAt(at) === 0x0d ? 2 : 1);
    let content = lineStart;
    while (text.charCodeAt(content) === 0x20) content++;
    const column = content - lineStart;
    const blank = content >= text.length || isBreak(text.charCodeAt(content));
    if (!blank && indent === -1) indent = column;
    if (!blank && column <= parentColumn) break;
    const lineEnd = endOfLine(text, content);
    // A blank line longer than the indentation, and a line shorter than it, are for the full reader; so is a tab.
    if (blank ? column > (indent === -1 ? parentColumn + 1 : indent) : column < indent || text[content] === "\t") return undefined;
    lines.push(blank ? "" : text.slice(lineStart + indent, lineEnd));
    if (!blank) end = lineEnd;
    at = lineEnd;
  }
  const value = blockText(lines, header[1] === ">", header[2] ?? "");
  if (value === undefined || indent <= parentColumn) return undefined;
  // What follows the last line is the business of the parent.
  cursor.at = end;
  while (text.charCodeAt(end - 1) === 0x20 || text.charCodeAt(end - 1) === 0x09) end--;
  return nextLine(cursor) ? scalar(seat, { start, end }, value) : undefined;
}

function blockText(lines: readonly string[], folded: boolean, chomping: string): string | undefined {
  let last = lines.length;
  while (last > 0 && lines[last - 1] === "") last--;
  if (last === 0 || chomping === "+") return undefined;
  const content = lines.slice(0, last);
  const text = folded ? fold(content) : content.join("\n");
  return chomping === "-" ? text : `${text}\n`;
}

/** Joins lines by spaces and paragraphs by line breaks; a line that is indented deeper keeps the breaks around it. */
function fold(lines: readonly string[]): string {
  let text = "";
  let blank = 0;
  let before: "start" | "line" | "deeper" = "start";
  for (const line of lines) {
    if (line === "") {
      blank++;
      continue;
    }
    const deeper = /^[ \t]/.test(line);
    if (before === "start") text += "\n".repeat(blank);
    else if (deeper || before === "deeper") text += "\n".repeat(blank + 1);
    else text += blank === 0 ? " " : "\n".repeat(blank);
    text += line;
    blank = 0;
    before = deeper ? "deeper" : "line";
  }
  return text;
}

/** The end of a plain scalar on its line; undefined where the line holds what no plain scalar may. */
function plainLineEnd(text: string, start: number): number | undefined {
  let end = start;
  for (let at = start; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (isBreak(code)) break;
    if (code === 0x09 || (code === 0x3a && isBlank(text, at + 1))) return undefined;
    if (code === 0x23 && text.charCodeAt(at - 1) === 0x20) break;
    if (code !== 0x20) end = at + 1;
  }
  return end;
}
