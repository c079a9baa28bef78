import type { Texts } from "./texts.js";
import type { TraceEntry } from "./trace.js";

/** How an entry is said: its name, a word on its kind and outcome, and which way it went. */
export function describeEntry(entry: TraceEntry, texts: Texts): { readonly name: string; readonly detail: string; readonly direction: string } {
  const direction = entry.kind === "media" ? "" : entry.direction === "sent" ? texts.sent : texts.received;
  const name = entry.kind === "media" ? (entry.flowing ? texts.mediaFlows : texts.mediaStops) : entry.label;
  const kind = texts.kinds[entry.kind];
  const detail = entry.kind === "media" ? "" : entry.note === "" ? kind : `${kind}: ${entry.note}`;
  return { name, detail, direction };
}

/** Seconds since the page opened, with two decimals. */
export function timeOf(entry: TraceEntry): string {
  return entry.at.toFixed(2);
}
