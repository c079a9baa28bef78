import type { SourceFile } from "./source-file.js";
import type { TextFault } from "./text-fault.js";

/** The text of a file's bytes, or why they are none. */
export function decode(path: string, bytes: Uint8Array): { readonly file: SourceFile; readonly fault?: TextFault } {
  const nothing = { path, text: "" };
  const start = { start: 0, end: 0 };
  if (bytes.includes(0)) return { file: nothing, fault: { code: "not-text", range: start, what: "it holds NUL bytes" } };
  try {
    return { file: { path, text: decoder.decode(bytes) } };
  } catch {
    return { file: nothing, fault: { code: "not-text", range: start, what: "it is not UTF-8" } };
  }
}

// Drops a byte order mark, as it should.
const decoder = new TextDecoder("utf-8", { fatal: true });
