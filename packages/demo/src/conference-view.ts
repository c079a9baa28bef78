import type { CallCommands } from "./call-commands.js";
import { element, setText } from "./element.js";
import { icon } from "./icon.js";
import type { Observable } from "./observable.js";
import type { PageState } from "./page-state.js";
import { textsOf } from "./texts.js";

/** Meet by link: create a conference and hand its link on, or join by a link one got. */
export function createConferenceView(state: Observable<PageState>, commands: CallCommands): HTMLElement {
  const heading = element("h2");
  const help = element("p", { class: "soft" });
  const createWords = element("span");
  const create = element("button", { type: "button", class: "button" }, icon("link"), createWords);
  const linkLabel = element("label", { for: "conference-link" });
  const link = element("input", { id: "conference-link", type: "text", readonly: true });
  const copyWords = element("span");
  const copy = element("button", { type: "button", class: "button" }, icon("copy"), copyWords);
  const joinWords = element("span");
  const join = element("button", { type: "button", class: "button button-primary", id: "join-conference" }, joinWords);
  const made = element("div", { class: "conference-made" },
    linkLabel, element("div", { class: "field-row" }, link, copy), join);
  const pasteLabel = element("label", { for: "paste-link" });
  const paste = element("input", { id: "paste-link", type: "text", inputmode: "url", autocomplete: "off", spellcheck: "false", "aria-describedby": "paste-error" });
  const pasteJoin = element("button", { type: "submit", class: "button" });
  const error = element("p", { class: "field-error", id: "paste-error", role: "alert" });
  const pasteForm = element("form", { class: "paste-form", novalidate: true }, pasteLabel, element("div", { class: "field-row" }, paste, pasteJoin));
  const root = element("section", { class: "conference" }, heading, help, create, made, pasteForm, error);

  let copied = false;
  create.addEventListener("click", commands.createConference);
  join.addEventListener("click", () => commands.join(link.value));
  pasteForm.addEventListener("submit", (event) => {
    event.preventDefault();
    commands.join(paste.value.trim());
  });
  copy.addEventListener("click", () => {
    link.select();
    void navigator.clipboard.writeText(link.value).then(() => {
      copied = true;
      setText(copyWords, textsOf(state.value.language).copied);
    });
  });
  state.watch(({ conference, connection, language }) => {
    const texts = textsOf(language);
    const known = conference.kind === "created" || conference.kind === "invited" ? conference.link : undefined;
    if (known !== link.value) copied = false;
    link.value = known ?? "";
    made.hidden = known === undefined;
    create.hidden = known !== undefined;
    pasteForm.hidden = known !== undefined;
    create.disabled = conference.kind === "creating" || connection.kind !== "ready";
    join.disabled = connection.kind !== "ready";
    pasteJoin.disabled = connection.kind !== "ready";
    setText(heading, texts.meetHeading);
    setText(help, conference.kind === "invited" ? texts.invited : texts.meetHelp);
    setText(createWords, conference.kind === "creating" ? texts.creating : texts.create);
    setText(linkLabel, texts.linkLabel);
    setText(copyWords, copied ? texts.copied : texts.copy);
    setText(joinWords, texts.joinConference);
    setText(pasteLabel, texts.pasteLabel);
    setText(pasteJoin, texts.join);
    setText(error, conference.kind === "refused" ? conference.title ?? texts.badLink : "");
  });
  return root;
}
