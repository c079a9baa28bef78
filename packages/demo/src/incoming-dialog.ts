import type { CallCommands } from "./call-commands.js";
import { personName } from "./call-words.js";
import { element, setText } from "./element.js";
import { icon } from "./icon.js";
import type { Observable } from "./observable.js";
import type { PageState } from "./page-state.js";
import { textsOf } from "./texts.js";

/** Asks whether to take a call. Escape does nothing, so that no call is declined by accident. */
export function createIncomingDialog(state: Observable<PageState>, commands: CallCommands): HTMLDialogElement {
  const avatar = element("span", { class: "avatar avatar-ringing", "aria-hidden": "true" });
  const heading = element("h2", { id: "incoming-heading" });
  const help = element("p", { class: "soft", id: "incoming-help" });
  const acceptWords = element("span");
  const accept = element("button", { type: "button", class: "button button-accept", id: "accept", autofocus: true }, icon("phone"), acceptWords);
  const declineWords = element("span");
  const decline = element("button", { type: "button", class: "button button-end", id: "decline" }, icon("hangUp"), declineWords);
  const root = element("dialog", { class: "incoming-dialog", "aria-labelledby": "incoming-heading", "aria-describedby": "incoming-help" },
    avatar, heading, help, element("div", { class: "dialog-actions" }, decline, accept));
  accept.addEventListener("click", commands.accept);
  decline.addEventListener("click", commands.decline);
  root.addEventListener("cancel", (event) => event.preventDefault());
  state.watch(({ call, language }) => {
    const texts = textsOf(language);
    setText(acceptWords, texts.accept);
    setText(declineWords, texts.decline);
    setText(help, texts.incomingHelp);
    if (call.kind === "incoming") {
      setText(heading, texts.incomingHeading(personName(call.name, texts)));
      setText(avatar, personName(call.name, texts).slice(0, 1).toUpperCase());
      if (!root.open) root.showModal();
    } else if (root.open) {
      root.close();
    }
  });
  return root;
}
