/** One text file of a specification, as it was read. */
export interface SourceFile {
  /** How the author would name the file: relative to the working folder, with forward slashes. */
  readonly path: string;
  /** The text, without a byte order mark. */
  readonly text: string;
}

/** A stretch of a source file, in UTF-16 offsets: `start` is inside, `end` is not. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** A position as people count it: both from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

const lineStarts = new WeakMap<SourceFile, readonly number[]>();

/** The line and column of an offset. */
export function positionOf(file: SourceFile, offset: number): Position {
  const starts = startsOf(file);
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
}

/** The text of a line, counted from 1, without its line break. */
export function lineText(file: SourceFile, line: number): string {
  const starts = startsOf(file);
  const start = starts[line - 1];
  if (start === undefined) return "";
  return file.text.slice(start, starts[line] ?? file.text.length).replace(/\r?\n$/, "");
}

function startsOf(file: SourceFile): readonly number[] {
  let starts = lineStarts.get(file);
  if (starts === undefined) {
    const found = [0];
    for (let at = file.text.indexOf("\n"); at !== -1; at = file.text.indexOf("\n", at + 1)) found.push(at + 1);
    starts = found;
    lineStarts.set(file, starts);
  }
  return starts;
}
