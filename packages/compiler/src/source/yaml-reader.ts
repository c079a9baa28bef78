import { Composer, isAlias, isMap, isScalar, isSeq, Parser, type CST, type Document, type ParsedNode, type Scalar, type YAMLError, type YAMLMap, type YAMLSeq } from "yaml";
import { isInexact } from "./inexact.js";
import { addEntry, openList, openMap, scalar, type Seat } from "./node-builder.js";
import type { Node } from "./node.js";
import type { ParsedText } from "./parsed-text.js";
import type { Range, SourceFile } from "./source-file.js";
import { syntaxDetail } from "./syntax-detail.js";
import { maxAliasNodes, maxDepth, type TextFault } from "./text-fault.js";
import { deepToken } from "./yaml-depth.js";

/** Reads all of YAML 1.2, by way of the `yaml` package. */
export function readYaml(file: SourceFile): ParsedText {
  const tokens = [...new Parser().parse(file.text)];
  // Parsing into tokens is a loop, composing them is a recursion: so the depth is judged in between.
  const deep = deepToken(tokens, maxDepth);
  if (deep !== undefined) return { root: undefined, faults: [{ code: "nested-too-deep", range: { start: deep, end: deep + 1 }, limit: maxDepth }] };

  const [document, second] = compose(tokens);
  const faults: TextFault[] = [];
  const syntax = document && firstSyntaxFault(file, document.errors);
  // Half a document would only give faults that are none.
  if (syntax !== undefined) return { root: undefined, faults: [syntax] };
  for (const problem of [...(document?.errors ?? []), ...(document?.warnings ?? [])]) {
    if (problem.code === "TAG_RESOLVE_FAILED") faults.push(tagFault(file, problem));
  }
  if (second !== undefined) faults.push({ code: "several-documents", range: { start: second.range[0], end: second.range[0] + 3 } });
  const contents = document?.contents;
  if (contents === undefined || contents === null || isNothing(contents)) {
    return { root: undefined, faults: faults.length > 0 ? faults : [{ code: "empty-file", range: { start: 0, end: 0 } }] };
  }
  const reading: Reading = { file, faults, anchors: new Map(), aliasNodes: 0 };
  const root = convert(reading, contents, { file, parent: undefined, key: "" });
  const bomb = faults.find(({ code }) => code === "alias-expansion");
  return bomb === undefined ? { root: root.node, faults } : { root: undefined, faults: [bomb] };
}

type Composed = Document.Parsed<ParsedNode, false>;

interface Reading {
  readonly file: SourceFile;
  readonly faults: TextFault[];
  /** What an anchor names; `undefined` while its node is being read. */
  readonly anchors: Map<string, Counted | undefined>;
  aliasNodes: number;
}

/** A node, and how many nodes it stands for once its aliases are followed. */
interface Counted {
  readonly node: Node;
  readonly count: number;
}

function compose(tokens: readonly CST.Token[]): Composed[] {
  const documents: Composed[] = [];
  // The values of JSON and no others, whatever a %YAML directive or a tag such as !!set asks for.
  const composer = new Composer<ParsedNode, false>({ uniqueKeys: false, prettyErrors: false, logLevel: "silent", version: "1.2", schema: "core", resolveKnownTags: false });
  // The package makes an Error of every mistake, and nobody reads their stacks: they would take most of the time.
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    for (const document of composer.compose(tokens)) {
      documents.push(document as Composed);
      if (documents.length === 2) break;
    }
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
  return documents;
}

/** The first error only: what follows it is mostly its shadow. */
function firstSyntaxFault(file: SourceFile, errors: readonly YAMLError[]): TextFault | undefined {
  let first: YAMLError | undefined;
  for (const error of errors) {
    if (error.code !== "TAG_RESOLVE_FAILED" && (first === undefined || error.pos[0] < first.pos[0])) first = error;
  }
  if (first === undefined) return undefined;
  const tab = tabOfIndentation(file.text, first.pos[0]);
  if (tab !== undefined) return { code: "tab-indentation", range: { start: tab, end: tab + 1 } };
  return { code: "syntax-error", range: visibleRange(file.text, first.pos), ...syntaxDetail(first) };
}

/** The tab in the indentation of the line of an error, or of the line after it. */
function tabOfIndentation(text: string, offset: number): number | undefined {
  let lineStart = text.lastIndexOf("\n", offset - 1) + 1;
  for (let lines = 0; lines < 2; lines++) {
    const indentation = /^[ ]*\t/.exec(text.slice(lineStart, lineStart + 256));
    if (indentation !== null) return lineStart + indentation[0].length - 1;
    const next = text.indexOf("\n", lineStart);
    if (next === -1) return undefined;
    lineStart = next + 1;
  }
  return undefined;
}

function visibleRange(text: string, [start, end]: readonly [number, number]): Range {
  const from = Math.min(start, text.length);
  const line = text.indexOf("\n", from);
  return { start: from, end: Math.max(from, Math.min(end, line === -1 ? text.length : line)) };
}

function tagFault(file: SourceFile, problem: YAMLError): TextFault {
  const range = visibleRange(file.text, problem.pos);
  return { code: "custom-tag", range, tag: file.text.slice(range.start, range.end) };
}

function isNothing(contents: ParsedNode): boolean {
  return isScalar(contents) && contents.value === null && !contents.source;
}

function convert(reading: Reading, from: ParsedNode, seat: Seat): Counted {
  const range = { start: from.range[0], end: from.range[1] };
  if (isAlias(from)) return followAlias(reading, from.source, range, seat);
  const { anchor } = from;
  if (anchor !== undefined) reading.anchors.set(anchor, undefined);
  const counted = isMap(from)
    ? convertMap(reading, from, range, seat)
    : isSeq(from)
      ? convertList(reading, from, range, seat)
      : { node: convertScalar(reading, from, range, seat), count: 1 };
  if (anchor !== undefined) reading.anchors.set(anchor, counted);
  return counted;
}

function followAlias(reading: Reading, name: string, range: Range, seat: Seat): Counted {
  const nothing = { node: scalar(seat, range, null), count: 1 };
  if (!reading.anchors.has(name)) {
    reading.faults.push({ code: "unknown-alias", range, name });
    return nothing;
  }
  const target = reading.anchors.get(name);
  if (target === undefined) {
    reading.faults.push({ code: "recursive-alias", range, name });
    return nothing;
  }
  const before = reading.aliasNodes;
  reading.aliasNodes += target.count;
  if (reading.aliasNodes <= maxAliasNodes) return target;
  if (before <= maxAliasNodes) reading.faults.push({ code: "alias-expansion", range, limit: maxAliasNodes });
  return nothing;
}

/** A range whose end is still moving. */
interface OpenRange {
  readonly start: number;
  end: number;
}

/** What an alias names ends elsewhere; the alias ends here. */
function endOf(from: ParsedNode, node: Node): number {
  return isAlias(from) ? from.range[1] : node.range.end;
}

function convertMap(reading: Reading, from: YAMLMap.Parsed, range: OpenRange, seat: Seat): Counted {
  const map = openMap(seat, range);
  let count = 1;
  for (const { key, value } of from.items) {
    const keyRange = { start: key.range[0], end: key.range[1] };
    const name = keyOf(reading, key, keyRange);
    if (name === undefined) continue;
    const inside = { file: reading.file, parent: map, key: name };
    const missing = value === null || isNothing(value);
    const converted = missing ? { node: scalar(inside, { start: keyRange.end, end: keyRange.end }, null), count: 1 } : convert(reading, value, inside);
    count += converted.count;
    // The package counts the line break behind a block as part of it.
    if (from.flow !== true) range.end = missing ? keyRange.end : endOf(value, converted.node);
    addEntry(map, name, keyRange, converted.node, reading.faults);
  }
  return { node: map, count };
}

/** A key as text: `200` and `true` are written without quotes everywhere, and mean their spelling. */
function keyOf(reading: Reading, key: ParsedNode, range: Range): string | undefined {
  if (isScalar(key)) {
    const plain = key.type === "PLAIN";
    if (plain && key.source === "<<") {
      reading.faults.push({ code: "merge-key", range });
      return undefined;
    }
    if (typeof key.value === "string") return key.value;
    if (plain && key.source) return key.source;
  }
  reading.faults.push({ code: "key-not-string", range });
  return undefined;
}

function convertList(reading: Reading, from: YAMLSeq.Parsed, range: OpenRange, seat: Seat): Counted {
  const list = openList(seat, range);
  let count = 1;
  for (const [index, item] of from.items.entries()) {
    const converted = convert(reading, item, { file: reading.file, parent: list, key: index });
    count += converted.count;
    if (from.flow !== true) range.end = endOf(item, converted.node);
    list.items.push(converted.node);
  }
  return { node: list, count };
}

function convertScalar(reading: Reading, from: Scalar.Parsed, range: OpenRange, seat: Seat): Node {
  const { value } = from;
  while (range.end > range.start && /[ \t\r\n]/.test(reading.file.text.charAt(range.end - 1))) range.end--;
  if (value === null || typeof value === "string" || typeof value === "boolean") return scalar(seat, range, value);
  if (typeof value === "number" && Number.isFinite(value)) {
    if (from.source !== undefined && isInexact(from.source, value)) reading.faults.push({ code: "inexact-number", range, text: from.source, value });
    return scalar(seat, range, value);
  }
  reading.faults.push({ code: "not-a-json-value", range, text: reading.file.text.slice(range.start, range.end) });
  return scalar(seat, range, null);
}
