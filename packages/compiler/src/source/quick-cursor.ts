import type { SourceFile } from "./source-file.js";
import { maxDepth, type TextFault } from "./text-fault.js";

/** Where the quick reader stands. */
export interface Cursor {
  readonly file: SourceFile;
  readonly text: string;
  readonly faults: TextFault[];
  at: number;
  /** Column of the content at hand, from 0; -1 behind the last line. */
  column: number;
  /** Line breaks that the last step to a new line passed, and whether a comment was among them. */
  breaks: number;
  commented: boolean;
  depth: number;
  /** Offset of the collection that is too deep, once one was met. */
  tooDeep?: number;
}

/** A cursor at the start of a file. */
export function cursorAt(file: SourceFile): Cursor {
  return { file, text: file.text, faults: [], at: 0, column: 0, breaks: 0, commented: false, depth: 0 };
}

/** Goes to the first content; false where the file starts with what is not read quickly. */
export function toFirstContent(cursor: Cursor): boolean {
  const { text } = cursor;
  // A carriage return of its own is a line break to YAML, and nowhere else.
  if (text.startsWith("%") || /\r(?!\n)/.test(text) || !toContent(cursor, 0, true)) return false;
  if (cursor.column !== 0 || !isMarker(text, cursor.at)) return true;
  if (!text.startsWith("---", cursor.at)) return false;
  cursor.at += 3;
  return nextLine(cursor);
}

/** Ends a line, on which only a comment may follow, and goes to the next content. False where something else is there. */
export function nextLine(cursor: Cursor): boolean {
  const { text } = cursor;
  let at = cursor.at;
  while (text.charCodeAt(at) === 0x20) at++;
  if (text.charCodeAt(at) === 0x23) {
    if (at === cursor.at && at > 0 && text.charCodeAt(at - 1) !== 0x20) return false;
    cursor.commented = true;
    at = endOfLine(text, at);
  } else {
    cursor.commented = false;
  }
  if (at < text.length && !isBreak(text.charCodeAt(at))) return false;
  cursor.breaks = 0;
  return toContent(cursor, at, false);
}

/** Goes from the end of a line, or the start of the text, to the next content. */
function toContent(cursor: Cursor, from: number, lineStart: boolean): boolean {
  const { text } = cursor;
  let at = from;
  let start = lineStart;
  for (;;) {
    if (!start) {
      if (at >= text.length) break;
      at += text.charCodeAt(at) === 0x0d ? 2 : 1;
      cursor.breaks++;
    }
    start = false;
    const line = at;
    while (text.charCodeAt(at) === 0x20) at++;
    const code = text.charCodeAt(at);
    if (code === 0x23) {
      cursor.commented = true;
      at = endOfLine(text, at);
    } else if (at < text.length && !isBreak(code)) {
      cursor.at = at;
      cursor.column = at - line;
      // A tab in the indentation, or the end of the document: not for this reader. The first `---` is.
      return code !== 0x09 && (lineStart || cursor.column > 0 || !isMarker(text, at));
    }
  }
  cursor.at = text.length;
  cursor.column = -1;
  return true;
}

/** Counts one more level; false where that is too deep. */
export function enter(cursor: Cursor, at: number): boolean {
  if (cursor.depth === maxDepth) {
    cursor.tooDeep ??= at;
    return false;
  }
  cursor.depth++;
  return true;
}

export function leave(cursor: Cursor): void {
  cursor.depth--;
}

export function isBreak(code: number): boolean {
  return code === 0x0a || code === 0x0d;
}

/** Whether white space, a line break or the end of the text is at an offset. */
export function isBlank(text: string, at: number): boolean {
  if (at >= text.length) return true;
  const code = text.charCodeAt(at);
  return code === 0x20 || code === 0x09 || isBreak(code);
}

/** The offset of the line break, or of the end of the text. */
export function endOfLine(text: string, at: number): number {
  const found = text.indexOf("\n", at);
  if (found === -1) return text.length;
  return found > at && text.charCodeAt(found - 1) === 0x0d ? found - 1 : found;
}

/** `---` or `...`: where documents start and end. */
export function isMarker(text: string, at: number): boolean {
  return (text.startsWith("---", at) || text.startsWith("...", at)) && isBlank(text, at + 3);
}
