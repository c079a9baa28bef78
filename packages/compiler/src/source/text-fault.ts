import type { Range } from "./source-file.js";

/** What is wrong with a text before anyone asks what it means. */
export type TextFault =
  | { readonly code: "not-text"; readonly range: Range; readonly what: string }
  | { readonly code: "empty-file"; readonly range: Range }
  | { readonly code: "tab-indentation"; readonly range: Range }
  | { readonly code: "syntax-error"; readonly range: Range; readonly detail: string; readonly mend?: string }
  | { readonly code: "nested-too-deep"; readonly range: Range; readonly limit: number }
  | { readonly code: "too-large-for-yaml"; readonly range: Range; readonly limit: number }
  | { readonly code: "several-documents"; readonly range: Range }
  | { readonly code: "duplicate-key"; readonly range: Range; readonly key: string; readonly first: Range; readonly pointer: string }
  | { readonly code: "key-not-string"; readonly range: Range }
  | { readonly code: "merge-key"; readonly range: Range }
  | { readonly code: "custom-tag"; readonly range: Range; readonly tag: string }
  | { readonly code: "not-a-json-value"; readonly range: Range; readonly text: string }
  | { readonly code: "inexact-number"; readonly range: Range; readonly text: string; readonly value: number }
  | { readonly code: "not-json"; readonly range: Range; readonly what: "comment" | "comma" }
  | { readonly code: "unknown-alias"; readonly range: Range; readonly name: string }
  | { readonly code: "recursive-alias"; readonly range: Range; readonly name: string }
  | { readonly code: "alias-expansion"; readonly range: Range; readonly limit: number };

/** Levels of maps and lists in a document. Deeper text is no specification, and would exhaust the stack of whoever walks it. */
export const maxDepth = 256;

/** Nodes that all aliases of a document may stand for together. */
export const maxAliasNodes = 100_000;
