import type { CallCommands } from "./call-commands.js";
import { personName } from "./call-words.js";
import { createConferenceView } from "./conference-view.js";
import { element, setText } from "./element.js";
import { icon } from "./icon.js";
import type { Observable } from "./observable.js";
import type { ConnectionView, Ended, PageState } from "./page-state.js";
import { textsOf } from "./texts.js";
import type { Texts } from "./texts.js";

/** Shown while there is no call: call by name, or meet by link; or why neither is possible. */
export function createStartView(state: Observable<PageState>, commands: CallCommands): HTMLElement {
  const ended = element("p", { class: "notice" });
  const heading = element("h2", {});
  const label = element("label", { for: "callee" });
  const callee = element("input", { id: "callee", type: "text", autocomplete: "off", autocapitalize: "none", spellcheck: "false", "aria-describedby": "callee-error" });
  const error = element("p", { class: "field-error", id: "callee-error", role: "alert" });
  const callWords = element("span");
  const callButton = element("button", { type: "submit", class: "button button-primary" }, icon("phone"), callWords);
  const form = element("form", { class: "call-form", novalidate: true }, label, element("div", { class: "field-row" }, callee, callButton), error);
  const or = element("p", { class: "or" });
  const ready = element("div", { class: "start-ready" }, heading, form, or, createConferenceView(state, commands));
  const blocked = createBlockedView(state);
  const root = element("div", { class: "start" }, ended, ready, blocked);

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const name = callee.value.trim();
    setText(error, name === "" ? textsOf(state.value.language).callEmpty : "");
    callee.setAttribute("aria-invalid", String(name === ""));
    if (name === "") callee.focus();
    else commands.call(name);
  });
  state.watch((now) => {
    const texts = textsOf(now.language);
    const isBlocked = !["ready", "connecting", "resuming"].includes(now.connection.kind);
    root.hidden = (now.call.kind !== "idle" && now.call.kind !== "incoming") || now.room.kind !== "none";
    ready.hidden = isBlocked;
    blocked.hidden = !isBlocked;
    callButton.disabled = now.connection.kind !== "ready";
    setText(heading, texts.callHeading);
    setText(label, texts.callLabel);
    setText(callWords, texts.call);
    setText(or, texts.or);
    callee.placeholder = texts.callPlaceholder(now.connection.kind === "ready" && now.connection.user === "bob" ? "alice" : "bob");
    const last = now.call.kind === "idle" ? now.call.ended : undefined;
    ended.hidden = last === undefined;
    setText(ended, last === undefined ? "" : endedWords(last, texts));
  });
  return root;
}

/** Why the last call is over, in words. */
export function endedWords(ended: Ended, texts: Texts): string {
  const known = Object.entries(texts.ended).find(([reason]) => reason === ended.reason)?.[1];
  return (known ?? texts.ended.other)(personName(ended.name, texts), ended.title ?? ended.reason);
}

function createBlockedView(state: Observable<PageState>): HTMLElement {
  const heading = element("h2");
  const help = element("p");
  const reload = element("button", { type: "button", class: "button" });
  reload.addEventListener("click", () => location.reload());
  state.watch(({ connection, language }) => {
    const texts = textsOf(language);
    const words = blockedWords(connection.kind, texts);
    setText(heading, words.heading);
    setText(help, words.help);
    setText(reload, texts.reload);
    reload.hidden = connection.kind !== "lost" && connection.kind !== "replaced";
  });
  return element("div", { class: "blocked" }, heading, help, reload);
}

function blockedWords(kind: ConnectionView["kind"], texts: Texts): { readonly heading: string; readonly help: string } {
  switch (kind) {
    case "signed-out": return { heading: texts.signedOut, help: texts.signedOutHelp };
    case "refused": return { heading: texts.signedOut, help: texts.refusedHelp };
    case "replaced": return { heading: texts.replaced, help: texts.replacedHelp };
    case "lost":
    case "connecting":
    case "resuming":
    case "ready": return { heading: texts.lost, help: texts.lostHelp };
  }
}
