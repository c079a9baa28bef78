import type { SourceFile } from "./source-file.js";
import type { TextFault } from "./text-fault.js";

/** The text of a file's bytes, or why they are none. */
export function decode(path: string, bytes: Uint8Array): { readonly file: SourceFile; readonly fault?: TextFault } {
  const nothing = { path, text: "" };
  const start = { start: 0, end: 0 };
  if (isUtf16(bytes)) return { file: nothing, fault: { code: "not-text", range: start, what: "it begins as UTF-16 does" } };
  if (bytes.includes(0)) return { file: nothing, fault: { code: "not-text", range: start, what: "it holds NUL bytes" } };
  try {
    return { file: { path, text: decoder.decode(bytes) } };
  } catch {
    return { file: nothing, fault: { code: "not-text", range: start, what: "it is not UTF-8" } };
  }
}

/** Whether the bytes begin with the byte order mark of UTF-16, which no UTF-8 has. */
function isUtf16([first, second]: Uint8Array): boolean {
  return (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
}

// Drops a byte order mark, as it should.
const decoder = new TextDecoder("utf-8", { fatal: true });
