import { createAnnouncer } from "./announcer.js";
import type { CallCommands } from "./call-commands.js";
import { createCallView } from "./call-view.js";
import type { CallView } from "./call-view.js";
import { element } from "./element.js";
import { createHeader } from "./header-view.js";
import { createIncomingDialog } from "./incoming-dialog.js";
import type { Settable } from "./observable.js";
import type { PageState } from "./page-state.js";
import { createStartView } from "./start-view.js";
import type { Trace } from "./trace.js";
import { createTracePanel } from "./trace-panel.js";

/** Puts the whole page into the document: the call on one side, its messages on the other. */
export function createPage(state: Settable<PageState>, trace: Trace, commands: CallCommands): Pick<CallView, "showOwn" | "showFar"> {
  const call = createCallView(state, commands);
  const desk = element("div", { class: "desk" }, createStartView(state, commands), call.root);
  document.body.append(
    createHeader(state), element("main", {}, desk, createTracePanel(state, trace)), createIncomingDialog(state, commands), createAnnouncer(state));
  keepFocus(state, call.headline);
  return call;
}

/** When what had the focus goes away with the start or end of a call, the focus goes to what came in its place, not to the top of the page. */
function keepFocus(state: Settable<PageState>, headline: HTMLElement): void {
  let before = placeOf(state.value);
  state.watch((now) => {
    const place = placeOf(now);
    if (place === before) return;
    before = place;
    const { activeElement } = document;
    // What is no longer shown, a button of a closed dialog too, keeps the focus only until the page is drawn again.
    const isKept = activeElement !== null && activeElement !== document.body && activeElement.getClientRects().length > 0;
    if (isKept) return;
    if (place === "call") headline.focus();
    else if (place === "start") document.getElementById("callee")?.focus();
  });
}

/** What the person is at; a call that comes in takes the focus by its dialog. */
function placeOf({ call }: PageState): "start" | "dialog" | "call" {
  switch (call.kind) {
    case "idle": return "start";
    case "incoming": return "dialog";
    case "calling":
    case "talking": return "call";
  }
}
