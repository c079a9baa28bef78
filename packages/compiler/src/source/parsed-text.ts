import type { Node } from "./node.js";
import type { TextFault } from "./text-fault.js";

/** A text as a tree of nodes, and what is wrong with it. Without a root nothing could be read. */
export interface ParsedText {
  readonly root: Node | undefined;
  readonly faults: readonly TextFault[];
}
