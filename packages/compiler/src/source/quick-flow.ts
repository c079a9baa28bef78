import { addEntry, openList, openMap, scalar, type Seat } from "./node-builder.js";
import type { Node } from "./node.js";
import { enter, endOfLine, isBlank, isBreak, isMarker, leave, type Cursor } from "./quick-cursor.js";
import { plainScalar, readQuoted, startsPlain, type Text } from "./quick-scalar.js";

/** Reads `{...}` or `[...]`, which JSON is too. Lines in it must be indented deeper than the parent. */
export function readFlow(cursor: Cursor, parentColumn: number, seat: Seat): Node | undefined {
  if (!enter(cursor, cursor.at)) return undefined;
  const node = cursor.text[cursor.at] === "{" ? readFlowMap(cursor, parentColumn, seat) : readFlowList(cursor, parentColumn, seat);
  leave(cursor);
  return node;
}

function readFlowMap(cursor: Cursor, parentColumn: number, seat: Seat): Node | undefined {
  const { text } = cursor;
  const range = { start: cursor.at, end: cursor.at };
  const map = openMap(seat, range);
  cursor.at++;
  for (;;) {
    if (!skipSpace(cursor, parentColumn)) return undefined;
    if (text[cursor.at] === "}") break;
    const key = readFlowKey(cursor);
    if (key === undefined || !skipSpace(cursor, parentColumn)) return undefined;
    const inside = { file: cursor.file, parent: map, key: key.value };
    const next = text[cursor.at];
    const value = next === "," || next === "}" ? scalar(inside, { start: key.end, end: key.end }, null) : readFlowValue(cursor, parentColumn, inside);
    if (value === undefined) return undefined;
    addEntry(map, key.value, { start: key.start, end: key.end }, value, cursor.faults);
    if (!readSeparator(cursor, parentColumn, "}")) return undefined;
  }
  range.end = ++cursor.at;
  return map;
}

function readFlowList(cursor: Cursor, parentColumn: number, seat: Seat): Node | undefined {
  const { text } = cursor;
  const range = { start: cursor.at, end: cursor.at };
  const list = openList(seat, range);
  cursor.at++;
  for (;;) {
    if (!skipSpace(cursor, parentColumn)) return undefined;
    if (text[cursor.at] === "]") break;
    const item = readFlowValue(cursor, parentColumn, { file: cursor.file, parent: list, key: list.items.length });
    if (item === undefined) return undefined;
    list.items.push(item);
    if (!readSeparator(cursor, parentColumn, "]")) return undefined;
  }
  range.end = ++cursor.at;
  return list;
}

/** Takes a comma, or stays before the bracket that closes. */
function readSeparator(cursor: Cursor, parentColumn: number, close: string): boolean {
  if (!skipSpace(cursor, parentColumn)) return false;
  if (cursor.text[cursor.at] === ",") {
    cursor.at++;
    return true;
  }
  return cursor.text[cursor.at] === close;
}

/** A key and its colon, on one line. */
function readFlowKey(cursor: Cursor): Text | undefined {
  const { text, at: start } = cursor;
  const quote = text[start];
  const quoted = quote === '"' || quote === "'";
  let key: Text | undefined;
  if (quoted) {
    key = readQuoted(cursor, Number.POSITIVE_INFINITY);
  } else {
    const end = plainEnd(text, start);
    key = end === start ? undefined : { value: text.slice(start, end), start, end };
    cursor.at = end;
  }
  if (key === undefined || key.value === "<<") return undefined;
  while (text.charCodeAt(cursor.at) === 0x20) cursor.at++;
  if (text[cursor.at] !== ":" || !(quoted || endsPlain(text, cursor.at + 1))) return undefined;
  cursor.at++;
  return key;
}

function readFlowValue(cursor: Cursor, parentColumn: number, seat: Seat): Node | undefined {
  const { text, at: start } = cursor;
  switch (text[start]) {
    case "{":
    case "[":
      return readFlow(cursor, parentColumn, seat);
    case '"':
    case "'": {
      const quoted = readQuoted(cursor, parentColumn);
      return quoted && scalar(seat, { start, end: quoted.end }, quoted.value);
    }
    default: {
      const end = plainEnd(text, start);
      cursor.at = end;
      return end === start ? undefined : plainScalar(cursor, seat, start, end);
    }
  }
}

/** The end of a plain scalar in flow, without the space behind it; the start itself where none starts there. */
function plainEnd(text: string, start: number): number {
  if (!startsPlain(text, start) || (text[start] === "-" && endsPlain(text, start + 1))) return start;
  let end = start;
  for (let at = start; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (isBreak(code) || code === 0x09 || isFlowMark(code) || (code === 0x3a && endsPlain(text, at + 1))) break;
    if (code === 0x23 && text.charCodeAt(at - 1) === 0x20) break;
    if (code !== 0x20) end = at + 1;
  }
  return end;
}

/** What, behind a colon, makes the colon an indicator. */
function endsPlain(text: string, at: number): boolean {
  return isBlank(text, at) || isFlowMark(text.charCodeAt(at));
}

/** `,`, `[`, `]`, `{` or `}`. */
function isFlowMark(code: number): boolean {
  return code === 0x2c || code === 0x5b || code === 0x5d || code === 0x7b || code === 0x7d;
}

/** Passes white space, comments and line breaks; false where a line starts too far to the left. */
function skipSpace(cursor: Cursor, parentColumn: number): boolean {
  const { text } = cursor;
  let at = cursor.at;
  for (;;) {
    const code = text.charCodeAt(at);
    if (code === 0x20 || code === 0x09) {
      at++;
    } else if (code === 0x23) {
      if (!isBlank(text, at - 1)) return false;
      at = endOfLine(text, at);
    } else if (isBreak(code)) {
      at += code === 0x0d ? 2 : 1;
      const line = at;
      while (text.charCodeAt(at) === 0x20) at++;
      const blank = isBlank(text, at);
      if ((!blank && at - line <= parentColumn) || (at === line && isMarker(text, at))) return false;
      // Tabs indent nothing, but JSON may use them where there is no indentation to speak of.
      if (text.charCodeAt(at) === 0x09 && parentColumn >= 0) return false;
    } else {
      cursor.at = at;
      return at < text.length;
    }
  }
}
