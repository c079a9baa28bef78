import type { Node } from "../source/node.js";
import type { Resource } from "./scan.js";

/** What a text at a node refers to, or how far that was found. */
export interface Found {
  readonly node?: Node;
  /** Where it leads; undefined where it does not join with the base. */
  readonly location: string | undefined;
  readonly fragment: string | undefined;
  /** The resource that was found there. */
  readonly resource?: Resource;
  /** Where the pointer ended, and why it did not go on. */
  readonly missing?: { readonly at: string; readonly token: string; readonly near: string | undefined };
  /** True where something else has its own diagnostic. */
  readonly told?: boolean;
}
