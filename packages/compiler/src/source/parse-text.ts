import type { Node } from "./node.js";
import type { SourceFile } from "./source-file.js";
import type { TextFault } from "./text-fault.js";
import { readYaml } from "./yaml-reader.js";

/** A text as a tree of nodes, and what is wrong with it. Without a root nothing could be read. */
export interface ParsedText {
  readonly root: Node | undefined;
  readonly faults: readonly TextFault[];
}

/** Parses YAML 1.2, and JSON as the part of it that it is. */
export function parseText(file: SourceFile): ParsedText {
  return readYaml(file);
}
