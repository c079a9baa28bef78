import { printable } from "@parley/compiler";
import type { Terminal } from "./terminal.js";

/** Says what is being done, to a person who watches, until it is done. */
export async function withProgress<T>(terminal: Terminal, doing: string, work: () => Promise<T>): Promise<T> {
  if (!terminal.watched) return work();
  // At once, and not after a second: a compilation leaves no gap in which a timer could fire.
  terminal.err(`${printable(doing)} ...`);
  try {
    return await work();
  } finally {
    terminal.err("\r\u001b[K");
  }
}
