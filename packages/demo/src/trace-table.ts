import { element, setText } from "./element.js";
import type { Texts } from "./texts.js";
import type { TraceEntry } from "./trace.js";
import { describeEntry, timeOf } from "./trace-words.js";

/** The same entries as a table: for reading by row and column, and for copying. */
export interface TraceTable {
  readonly root: HTMLElement;
  add(entry: TraceEntry): void;
  label(texts: Texts): void;
}

export function createTraceTable(open: (entry: TraceEntry) => void): TraceTable {
  const heads = columns.map((column) => ({ column, cell: element("th", { scope: "col", class: `cell-${column}` }) }));
  const caption = element("caption", { class: "visually-hidden" });
  const body = element("tbody");
  const root = element("div", { class: "table-frame" }, element("table", {}, caption, element("thead", {}, element("tr", {}, ...heads.map((head) => head.cell))), body));
  const shown: { readonly entry: TraceEntry; readonly row: Row }[] = [];
  let words: Texts | undefined;
  return {
    root,
    add(entry) {
      const row = createRow(entry, () => open(entry));
      shown.push({ entry, row });
      if (words !== undefined) labelRow(row, entry, words);
      body.append(row.line);
      if (shown.length > keepAtMost) shown.shift()?.row.line.remove();
    },
    label(texts) {
      words = texts;
      setText(caption, texts.traceHeading);
      for (const { column, cell } of heads) setText(cell, texts.columns[column]);
      for (const { entry, row } of shown) labelRow(row, entry, texts);
    },
  };
}

const keepAtMost = 2000;
const columns = ["number", "time", "direction", "message", "kind"] as const;

interface Row {
  readonly line: HTMLTableRowElement;
  readonly direction: HTMLElement;
  readonly message: HTMLElement;
  readonly kind: HTMLElement;
}

function createRow(entry: TraceEntry, open: () => void): Row {
  const message = element("button", { type: "button", class: "cell-open" });
  message.addEventListener("click", open);
  const direction = element("td", { class: "cell-direction" });
  const kind = element("td", { class: entry.failed ? "cell-kind cell-failed" : "cell-kind" });
  const line = element("tr", {},
    element("td", { class: "cell-number" }, String(entry.number)), element("td", { class: "cell-time" }, timeOf(entry)),
    direction, element("td", { class: "cell-message" }, message), kind);
  return { line, direction, message, kind };
}

function labelRow(row: Row, entry: TraceEntry, texts: Texts): void {
  const description = describeEntry(entry, texts);
  setText(row.direction, description.direction);
  setText(row.message, description.name);
  setText(row.kind, description.detail === "" ? texts.kinds[entry.kind] : description.detail);
}
