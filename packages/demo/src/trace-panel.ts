import { personName } from "./call-words.js";
import { element, setText } from "./element.js";
import { createMessageDialog } from "./message-dialog.js";
import type { Observable } from "./observable.js";
import type { PageState } from "./page-state.js";
import { roveFocus } from "./roving-focus.js";
import { textsOf } from "./texts.js";
import type { Trace } from "./trace.js";
import { createTraceDiagram } from "./trace-diagram.js";
import { createTraceTable } from "./trace-table.js";

/** The live message trace: a diagram or a table of the same entries, each to be opened. */
export function createTracePanel(state: Observable<PageState>, trace: Trace): HTMLElement {
  const dialog = createMessageDialog();
  const diagram = createTraceDiagram(dialog.show);
  const table = createTraceTable(dialog.show);
  const heading = element("h2", { id: "trace-heading" });
  const count = element("span", { class: "trace-count" });
  const help = element("p", { class: "trace-help" });
  const empty = element("p", { class: "trace-empty" });
  const choices = { diagram: choice("diagram"), table: choice("table") };
  const switcher = element("div", { class: "switcher", role: "group" }, choices.diagram, choices.table);
  const scroll = element("div", { class: "trace-scroll", tabindex: -1 }, empty, diagram.root, table.root);
  const root = element("section", { class: "trace", "aria-labelledby": "trace-heading" },
    element("header", { class: "trace-head" }, element("div", { class: "trace-title" }, heading, count), switcher), help, scroll, dialog.root);

  const showView = (view: "diagram" | "table") => {
    diagram.root.hidden = view !== "diagram";
    table.root.hidden = view !== "table";
    for (const [name, button] of Object.entries(choices)) button.setAttribute("aria-pressed", String(name === view));
  };
  choices.diagram.addEventListener("click", () => showView("diagram"));
  choices.table.addEventListener("click", () => showView("table"));
  showView("diagram");
  roveFocus(diagram.root);
  roveFocus(table.root);

  trace.watch((entry) => {
    const atEnd = scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 48;
    diagram.add(entry);
    table.add(entry);
    empty.hidden = true;
    setText(count, textsOf(state.value.language).traceCount(trace.entries.length));
    if (atEnd) scroll.scrollTop = scroll.scrollHeight;
  });
  let far: string | undefined;
  state.watch((now) => {
    const texts = textsOf(now.language);
    if (now.call.kind !== "idle") far = personName(now.call.name, texts);
    setText(heading, texts.traceHeading);
    setText(count, texts.traceCount(trace.entries.length));
    setText(help, texts.traceHelp);
    setText(empty, texts.traceEmpty);
    setText(choices.diagram, texts.diagram);
    setText(choices.table, texts.table);
    switcher.setAttribute("aria-label", texts.traceView);
    dialog.label(texts);
    table.label(texts);
    diagram.label(texts, now.connection.kind === "signed-out" ? texts.you : now.connection.user, far);
  });
  return root;
}

function choice(name: string): HTMLButtonElement {
  return element("button", { type: "button", class: "switch", "data-view": name });
}
