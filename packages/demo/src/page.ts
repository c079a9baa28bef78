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
  let wasInCall = false;
  state.watch(({ call }) => {
    const inCall = call.kind === "calling" || call.kind === "talking";
    if (inCall === wasInCall) return;
    wasInCall = inCall;
    const { activeElement } = document;
    if (activeElement !== null && activeElement !== document.body && activeElement.closest("[hidden]") === null) return;
    if (inCall) headline.focus();
    else document.getElementById("callee")?.focus();
  });
}
