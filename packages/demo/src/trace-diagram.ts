import { element, setText, svgElement } from "./element.js";
import type { TraceEntry } from "./trace.js";
import type { Texts } from "./texts.js";
import { describeEntry, timeOf } from "./trace-words.js";

/** A sequence diagram that grows: one row an entry, each row a button that opens its message. Lanes are the page, the function and, once known, the far side. */
export interface TraceDiagram {
  readonly root: HTMLElement;
  add(entry: TraceEntry): void;
  /** Puts names on the lanes and words on the rows. */
  label(texts: Texts, me: string, far: string | undefined): void;
}

export function createTraceDiagram(open: (entry: TraceEntry) => void): TraceDiagram {
  const lanes = { me: element("span", { class: "lane lane-me" }), hub: element("span", { class: "lane lane-hub" }), far: element("span", { class: "lane lane-far" }) };
  const rows = element("ol", { class: "rows" });
  const root = element("div", { class: "diagram" },
    element("div", { class: "lanes", "aria-hidden": "true" }, element("span", { class: "lanes-clock" }), element("div", { class: "lanes-track" }, lanes.me, lanes.hub, lanes.far)),
    rows);
  const shown: { readonly entry: TraceEntry; readonly row: Row }[] = [];
  let words: Texts | undefined;
  return {
    root,
    add(entry) {
      const row = createRow(entry, () => open(entry));
      shown.push({ entry, row });
      if (words !== undefined) labelRow(row, entry, words);
      rows.append(row.item);
      if (shown.length > keepAtMost) shown.shift()?.row.item.remove();
    },
    label(texts, me, far) {
      words = texts;
      setText(lanes.me, me);
      setText(lanes.hub, texts.laneFunction);
      setText(lanes.far, far ?? "");
      root.classList.toggle("has-far", far !== undefined);
      for (const { entry, row } of shown) labelRow(row, entry, texts);
    },
  };
}

const keepAtMost = 2000;

interface Row {
  readonly item: HTMLLIElement;
  readonly time: HTMLElement;
  readonly name: HTMLElement;
  readonly kind: HTMLElement;
  /** What the arrow shows, for those who do not see it. */
  readonly direction: HTMLElement;
}

function createRow(entry: TraceEntry, open: () => void): Row {
  const time = element("span", { class: "row-time" });
  const name = element("span", { class: "row-name" });
  const kind = element("span", { class: "row-kind" });
  const direction = element("span", { class: "visually-hidden" });
  const track = element("span", { class: "row-track" }, element("span", { class: "row-words" }, name, kind, direction), arrowOf(entry));
  const button = element("button", { type: "button", class: `row row-${entry.kind} row-${entry.direction}${entry.failed ? " row-failed" : ""}` }, time, track);
  button.addEventListener("click", open);
  return { item: element("li", {}, button), time, name, kind, direction };
}

function labelRow(row: Row, entry: TraceEntry, texts: Texts): void {
  const description = describeEntry(entry, texts);
  setText(row.time, timeOf(entry));
  setText(row.name, description.name);
  // The arrow tells a notification already; its note needs the room.
  setText(row.kind, entry.kind === "notification" && entry.note !== "" ? entry.note : description.detail);
  setText(row.direction, description.direction);
}

/** The arrow of one row, in shares of its width, so that it stretches with the panel. Lanes stand at 10, 64 and 92 percent (see lanes in style.css). */
function arrowOf(entry: TraceEntry): SVGSVGElement {
  const drawing = svgElement("svg", { class: "row-arrow", "aria-hidden": "true", focusable: "false", width: "100%", height: 14 });
  if (entry.kind === "media") {
    drawing.append(
      svgElement("line", { class: "media-line", x1: "10%", x2: "92%", y1: 4.5, y2: 4.5 }),
      svgElement("line", { class: "media-line", x1: "10%", x2: "92%", y1: 9.5, y2: 9.5 }),
    );
    return drawing;
  }
  const [from, to] = entry.direction === "sent" ? ["10%", "64%"] : ["64%", "10%"];
  drawing.append(svgElement("line", { class: "arrow-line", x1: from, x2: to, y1: 7, y2: 7 }), headAt(to, entry));
  return drawing;
}

/** A head drawn in its own small picture, as a path cannot have coordinates in percent. */
function headAt(x: string, entry: TraceEntry): SVGSVGElement {
  const tip = entry.direction === "sent" ? "M-9 2.5L0 7L-9 11.5" : "M9 2.5L0 7L9 11.5";
  const solid = entry.kind === "request";
  return svgElement("svg", { x, y: 0, width: 1, height: 14, overflow: "visible" }, svgElement("path", { class: solid ? "head head-solid" : "head", d: solid ? `${tip}z` : tip }));
}
