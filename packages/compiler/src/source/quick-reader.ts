import { addEntry, openList, openMap, scalar, type Seat } from "./node-builder.js";
import type { Node } from "./node.js";
import type { ParsedText } from "./parsed-text.js";
import { cursorAt, enter, isBlank, isBreak, leave, nextLine, toFirstContent, type Cursor } from "./quick-cursor.js";
import { readFlow } from "./quick-flow.js";
import { readBlockScalar, readPlain, readQuoted, startsPlain, type Text } from "./quick-scalar.js";
import type { SourceFile } from "./source-file.js";
import { maxDepth, type TextFault } from "./text-fault.js";

/** What the quick reader made of a text. With neither a root nor a fault it has met what it does not know. */
export interface QuickText extends ParsedText {
  /** Where it stopped. */
  readonly stoppedAt: number;
}

/**
 * Reads the YAML that specifications are written in, and all of JSON, ten times as fast as a reader of all YAML.
 * It gives up where it meets anything else (anchors, tags, odd layout, any mistake): then the full reader has the word.
 */
export function readQuickly(file: SourceFile): QuickText {
  const cursor = cursorAt(file);
  const stopped = (root: Node | undefined, faults: readonly TextFault[]): QuickText => ({ root, faults, stoppedAt: cursor.at });
  if (!toFirstContent(cursor)) return stopped(undefined, []);
  if (cursor.column === -1) return stopped(undefined, [{ code: "empty-file", range: { start: 0, end: 0 } }]);
  const root = readBlock(cursor, -1, { file, parent: undefined, key: "" });
  if (cursor.tooDeep !== undefined) {
    return stopped(undefined, [{ code: "nested-too-deep", range: { start: cursor.tooDeep, end: cursor.tooDeep + 1 }, limit: maxDepth }]);
  }
  // A lone scalar is no specification, and has layouts of its own; more lines after the root are a mistake.
  const whole = root !== undefined && root.kind !== "scalar" && cursor.column === -1;
  return whole ? stopped(root, cursor.faults) : stopped(undefined, []);
}

/** A node that starts a line, or follows the dash of a list item. Leaves the cursor at the next line that has content. */
function readBlock(cursor: Cursor, parentColumn: number, seat: Seat): Node | undefined {
  if (isDash(cursor)) return readList(cursor, seat);
  const key = readKey(cursor);
  return key === undefined ? readInline(cursor, parentColumn, seat) : readMap(cursor, key, seat);
}

function readMap(cursor: Cursor, firstKey: Text, seat: Seat): Node | undefined {
  const { column } = cursor;
  const range = { start: firstKey.start, end: firstKey.end };
  const map = openMap(seat, range);
  if (!enter(cursor, firstKey.start)) return undefined;
  for (let key: Text | undefined = firstKey; ; key = readKey(cursor)) {
    if (key === undefined) return undefined;
    const value = readValue(cursor, column, key.end, { file: cursor.file, parent: map, key: key.value });
    if (value === undefined) return undefined;
    range.end = value.range.end;
    addEntry(map, key.value, { start: key.start, end: key.end }, value, cursor.faults);
    if (cursor.column < column) break;
    if (cursor.column > column || isDash(cursor)) return undefined;
  }
  leave(cursor);
  return map;
}

/** What follows the colon of a key in `column`; nothing there is a null at the end of the key. */
function readValue(cursor: Cursor, column: number, keyEnd: number, seat: Seat): Node | undefined {
  const { text } = cursor;
  while (text.charCodeAt(cursor.at) === space) cursor.at++;
  const code = text.charCodeAt(cursor.at);
  if (cursor.at < text.length && !isBreak(code) && code !== hash) return readInline(cursor, column, seat);
  if (!nextLine(cursor)) return undefined;
  if (cursor.column > column) return readBlock(cursor, column, seat);
  // The list of a key may stand in the column of the key.
  if (cursor.column === column && isDash(cursor)) return readList(cursor, seat);
  return scalar(seat, { start: keyEnd, end: keyEnd }, null);
}

function readList(cursor: Cursor, seat: Seat): Node | undefined {
  const { text, column } = cursor;
  const range = { start: cursor.at, end: cursor.at };
  const list = openList(seat, range);
  if (!enter(cursor, cursor.at)) return undefined;
  do {
    const item = readItem(cursor, column, { file: cursor.file, parent: list, key: list.items.length });
    if (item === undefined) return undefined;
    range.end = item.range.end;
    list.items.push(item);
    if (cursor.column > column) return undefined;
  } while (cursor.column === column && text.charCodeAt(cursor.at) === dash && isDash(cursor));
  leave(cursor);
  return list;
}

function readItem(cursor: Cursor, column: number, seat: Seat): Node | undefined {
  const { text } = cursor;
  const dashAt = cursor.at++;
  while (text.charCodeAt(cursor.at) === space) cursor.at++;
  const code = text.charCodeAt(cursor.at);
  if (cursor.at < text.length && !isBreak(code) && code !== hash) {
    cursor.column = column + cursor.at - dashAt;
    return readBlock(cursor, column, seat);
  }
  if (!nextLine(cursor)) return undefined;
  return cursor.column > column ? readBlock(cursor, column, seat) : scalar(seat, { start: dashAt + 1, end: dashAt + 1 }, null);
}

/** A scalar or a flow collection, and the rest of its line. */
function readInline(cursor: Cursor, parentColumn: number, seat: Seat): Node | undefined {
  const { text, at: start } = cursor;
  switch (text[start]) {
    case "{":
    case "[": {
      const flow = readFlow(cursor, parentColumn, seat);
      return flow !== undefined && nextLine(cursor) ? flow : undefined;
    }
    case '"':
    case "'": {
      const quoted = readQuoted(cursor, parentColumn);
      return quoted !== undefined && nextLine(cursor) ? scalar(seat, { start, end: quoted.end }, quoted.value) : undefined;
    }
    case "|":
    case ">":
      return readBlockScalar(cursor, parentColumn, seat);
    default:
      return startsPlain(text, start) ? readPlain(cursor, parentColumn, seat) : undefined;
  }
}

/** A key on one line, with the cursor behind its colon; undefined, with the cursor unmoved, where there is none. */
function readKey(cursor: Cursor): Text | undefined {
  const { text, at: start } = cursor;
  const code = text.charCodeAt(start);
  if (code === doubleQuote || code === singleQuote) return readQuotedKey(cursor);
  if (!startsPlain(text, start)) return undefined;
  for (let at = start; at < text.length; at++) {
    const next = text.charCodeAt(at);
    if (next === colonCode && isBlank(text, at + 1)) {
      let end = at;
      while (text.charCodeAt(end - 1) === space) end--;
      const value = text.slice(start, end);
      // A merge key has its own fault, and a very long one is none.
      if (value === "<<" || end - start > 1000 || value.includes("\t")) return undefined;
      cursor.at = at + 1;
      return { value, start, end };
    }
    if (isBreak(next) || (next === hash && text.charCodeAt(at - 1) === space)) return undefined;
  }
  return undefined;
}

function readQuotedKey(cursor: Cursor): Text | undefined {
  const { text, at: start } = cursor;
  const quoted = readQuoted(cursor, Number.POSITIVE_INFINITY);
  if (quoted !== undefined) {
    let at = cursor.at;
    while (text.charCodeAt(at) === space) at++;
    if (text.charCodeAt(at) === colonCode && isBlank(text, at + 1) && at - start < 1000) {
      cursor.at = at + 1;
      return quoted;
    }
  }
  cursor.at = start;
  return undefined;
}

function isDash(cursor: Cursor): boolean {
  return cursor.text.charCodeAt(cursor.at) === dash && isBlank(cursor.text, cursor.at + 1);
}

const space = 0x20;
const doubleQuote = 0x22;
const hash = 0x23;
const singleQuote = 0x27;
const dash = 0x2d;
const colonCode = 0x3a;
