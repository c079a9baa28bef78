import type { Node } from "./node.js";
import type { SourceFile } from "./source-file.js";
import type { TextFault } from "./text-fault.js";
import { readQuickly } from "./quick-reader.js";
import { readYaml } from "./yaml-reader.js";

/** A text as a tree of nodes, and what is wrong with it. Without a root nothing could be read. */
export interface ParsedText {
  readonly root: Node | undefined;
  readonly faults: readonly TextFault[];
}

/** Parses YAML 1.2, and JSON as the part of it that it is. Once a file: whoever asks again gets the same tree. */
export function parseText(file: SourceFile): ParsedText {
  let text = parsed.get(file);
  if (text === undefined) {
    text = read(file);
    parsed.set(file, text);
  }
  return text;
}

const parsed = new WeakMap<SourceFile, ParsedText>();

/** Text longer than this is read quickly or not at all: the full reader would take seconds. */
const maxFullLength = 2 * 1024 * 1024;

function read(file: SourceFile): ParsedText {
  const quick = readQuickly(file);
  if (quick.root !== undefined || quick.faults.length > 0) return quick;
  if (file.text.length <= maxFullLength) return readYaml(file);
  const range = { start: quick.stoppedAt, end: quick.stoppedAt };
  return { root: undefined, faults: [{ code: "too-large-for-yaml", range, limit: maxFullLength }] };
}
