import { createAnnouncer } from "./announcer.js";
import type { CallCommands } from "./call-commands.js";
import { createCallView } from "./call-view.js";
import type { Screens } from "./attempt.js";
import { element } from "./element.js";
import { createHeader } from "./header-view.js";
import { createIncomingDialog } from "./incoming-dialog.js";
import type { Settable } from "./observable.js";
import type { PageState } from "./page-state.js";
import { createQuestionDialog } from "./question-dialog.js";
import type { RoomScreens } from "./room-controller.js";
import { createRoomView } from "./room-view.js";
import { textsOf } from "./texts.js";
import { createStartView } from "./start-view.js";
import type { Trace } from "./trace.js";
import { createTracePanel } from "./trace-panel.js";

/** Puts the whole page into the document: the call or the conference on one side, its messages on the other. */
export function createPage(state: Settable<PageState>, trace: Trace, commands: CallCommands): { readonly call: Screens; readonly room: RoomScreens } {
  const call = createCallView(state, commands);
  const room = createRoomView(state, commands);
  const desk = element("div", { class: "desk" }, createStartView(state, commands), call.root, room.root);
  document.body.append(
    createHeader(state), element("main", {}, desk, createTracePanel(state, trace)), createIncomingDialog(state, commands),
    createInviteDialog(state, commands), room.unmuteDialog, createAnnouncer(state));
  keepFocus(state, { call: call.headline, room: room.headline });
  return { call, room };
}

/** Asks whether to come into a conference. */
function createInviteDialog(state: Settable<PageState>, commands: CallCommands): HTMLElement {
  const dialog = createQuestionDialog("invite", { yes: commands.acceptInvite, no: commands.declineInvite });
  state.watch(({ invite, language }) => {
    const { room } = textsOf(language);
    if (invite === undefined) return dialog.show(undefined);
    const help = [...(invite.subject === undefined ? [] : [invite.subject]), room.inviteHelp].join(" · ");
    dialog.show({ heading: room.inviteHeading(invite.name), help, yes: room.join, no: room.decline });
  });
  return dialog.root;
}

/** When what had the focus goes away with the start or end of a call, the focus goes to what came in its place, not to the top of the page. */
function keepFocus(state: Settable<PageState>, headlines: { readonly call: HTMLElement; readonly room: HTMLElement }): void {
  let before = placeOf(state.value);
  state.watch((now) => {
    const place = placeOf(now);
    if (place === before) return;
    before = place;
    const { activeElement } = document;
    // What is no longer shown, a button of a closed dialog too, keeps the focus only until the page is drawn again.
    const isKept = activeElement !== null && activeElement !== document.body && activeElement.getClientRects().length > 0;
    if (isKept) return;
    if (place === "call" || place === "room") headlines[place].focus();
    else if (place === "start") document.getElementById("callee")?.focus();
  });
}

/** What the person is at; a call that comes in takes the focus by its dialog. */
function placeOf({ call, room, invite }: PageState): "start" | "dialog" | "call" | "room" {
  if (room.kind !== "none") return "room";
  if (invite !== undefined) return "dialog";
  switch (call.kind) {
    case "idle": return "start";
    case "incoming": return "dialog";
    case "calling":
    case "talking": return "call";
  }
}
