import type { Terminal } from "@parley/cli";

/** A terminal that keeps what is written to it. */
export interface FakeTerminal extends Terminal {
  readonly written: { out: string; err: string };
  stop(): void;
}

export function fakeTerminal(workingFolder: string, input = "", person = false): FakeTerminal {
  const written = { out: "", err: "" };
  const stopped = new AbortController();
  return {
    workingFolder,
    written,
    out: (text) => void (written.out += text),
    err: (text) => void (written.err += text),
    colour: person,
    watched: person,
    typed: person,
    input: () => Promise.resolve(new TextEncoder().encode(input)),
    stopSignal: () => stopped.signal,
    stop: () => stopped.abort(),
  };
}
