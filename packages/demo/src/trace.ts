import { redact } from "./redact.js";
import { memberAt, noteOf, textAt } from "./trace-note.js";

/** What passed, in order, as this page saw it. Secrets are gone before an entry is kept. */
export interface Trace {
  readonly entries: readonly TraceEntry[];
  add(passed: Passed): void;
  /** Runs at once for each entry there is, then for each new one. */
  watch(run: (entry: TraceEntry) => void): void;
}

export type Passed =
  | { readonly kind: "message"; readonly direction: Direction; readonly message: object }
  | { readonly kind: "http"; readonly direction: Direction; readonly label: string; readonly failed: boolean; readonly message: object }
  | { readonly kind: "media"; readonly flowing: boolean; readonly message: object };

export type Direction = "sent" | "received";

export type TraceKind = "request" | "success" | "failure" | "notification" | "http" | "media";

export interface TraceEntry {
  readonly number: number;
  /** Seconds since the page opened. */
  readonly at: number;
  readonly direction: Direction;
  readonly kind: TraceKind;
  readonly failed: boolean;
  /** `msetup`, `POST /conferences`; empty for media. */
  readonly label: string;
  /** A word more: the reason of a failure or a cause. */
  readonly note: string;
  /** Media: whether it began or stopped. */
  readonly flowing: boolean;
  /** Size of the message as it travelled, in UTF-8. */
  readonly bytes: number;
  readonly message: unknown;
}

/** A trace that begins now and keeps its last `limit` entries. */
export function createTrace(now: () => number = () => performance.now(), limit = 2000): Trace {
  const entries: TraceEntry[] = [];
  const watchers: ((entry: TraceEntry) => void)[] = [];
  let count = 0;
  return {
    entries,
    add(passed) {
      count += 1;
      const entry = { ...read(passed), number: count, at: now() / 1000, bytes: sizeOf(passed.message), message: redact(passed.message) };
      entries.push(entry);
      if (entries.length > limit) entries.shift();
      for (const run of watchers) run(entry);
    },
    watch(run) {
      watchers.push(run);
      entries.forEach(run);
    },
  };
}

type Read = Pick<TraceEntry, "direction" | "kind" | "failed" | "label" | "note" | "flowing">;

function read(passed: Passed): Read {
  switch (passed.kind) {
    case "message":
      return { direction: passed.direction, flowing: false, ...readEnvelope(passed.message) };
    case "http":
      return { direction: passed.direction, kind: "http", failed: passed.failed, label: passed.label, note: "", flowing: false };
    case "media":
      return { direction: "sent", kind: "media", failed: false, label: "", note: "", flowing: passed.flowing };
  }
}

function readEnvelope(message: object): Pick<Read, "kind" | "failed" | "label" | "note"> {
  const label = textAt(message, "method") || "?";
  const note = noteOf(message);
  const kind = textAt(message, "kind");
  if (kind === "response") {
    const failed = memberAt(message, "success") === false;
    return { kind: failed ? "failure" : "success", failed, label, note };
  }
  return { kind: kind === "request" ? "request" : "notification", failed: label === "refused", label, note };
}

function sizeOf(message: object): number {
  return new TextEncoder().encode(JSON.stringify(message)).length;
}
