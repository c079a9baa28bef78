import type { Node } from "./node.js";
import type { SourceFile } from "./source-file.js";
import type { TextFault } from "./text-fault.js";
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
    text = readYaml(file);
    parsed.set(file, text);
  }
  return text;
}

const parsed = new WeakMap<SourceFile, ParsedText>();
