import type { CallCommands } from "./call-commands.js";
import { element, setText } from "./element.js";
import { icon } from "./icon.js";
import type { Observable } from "./observable.js";
import type { PageState } from "./page-state.js";
import { roomPlaceOf } from "./room-place.js";
import { textsOf } from "./texts.js";
import type { Texts } from "./texts.js";

/** For those who lead: who may come in, by which link, and by an invitation. */
export function createDoorPanel(state: Observable<PageState>, commands: CallCommands): HTMLElement {
  const heading = element("h2", { id: "door-heading" });
  const status = element("p", { class: "soft", id: "door-state" });
  const lock = element("button", { type: "button", class: "button button-small", id: "lock" });
  const lobby = element("button", { type: "button", class: "button button-small", id: "lobby" });
  const linkLabel = element("label", { for: "room-link" });
  const link = element("input", { id: "room-link", type: "text", readonly: true });
  const copyWords = element("span");
  const copy = element("button", { type: "button", class: "button button-small" }, icon("copy"), copyWords);
  const revoke = element("button", { type: "button", class: "button button-small", id: "revoke-link" });
  const issue = element("button", { type: "button", class: "button button-small", id: "issue-link" });
  const linkPart = element("div", {}, linkLabel, element("div", { class: "field-row" }, link, copy, revoke));
  const root = element("section", { class: "panel-part", "aria-labelledby": "door-heading" },
    heading, status, element("div", { class: "panel-row" }, lock, lobby, issue), linkPart, createInviteForm(state, commands));

  let copied = false;
  const isLocked = () => state.value.room.kind === "inside" && state.value.room.known.info.locked === true;
  const hasLobby = () => state.value.room.kind === "inside" && state.value.room.facts.hasLobby === true;
  lock.addEventListener("click", () => commands.act({ kind: "lock", locked: !isLocked() }));
  lobby.addEventListener("click", () => commands.act({ kind: "lobby", on: !hasLobby() }));
  revoke.addEventListener("click", () => commands.act({ kind: "revoke-link" }));
  issue.addEventListener("click", () => commands.act({ kind: "issue-link" }));
  copy.addEventListener("click", () => {
    link.select();
    void navigator.clipboard.writeText(link.value).then(() => {
      copied = true;
      setText(copyWords, textsOf(state.value.language).copied);
    });
  });
  state.watch((now) => {
    const texts = textsOf(now.language);
    const place = roomPlaceOf(now, texts);
    const { room } = texts;
    const url = place?.room.facts.link?.url ?? "";
    if (url !== link.value) copied = false;
    root.hidden = place?.self.leads !== true;
    link.value = url;
    linkPart.hidden = url === "";
    issue.hidden = url !== "";
    setText(heading, room.doorHeading);
    setText(status, isLocked() ? room.lockedState : hasLobby() ? room.lobbyState : room.openState);
    setText(lock, isLocked() ? room.unlock : room.lock);
    setText(lobby, hasLobby() ? room.lobbyOff : room.lobbyOn);
    setText(linkLabel, room.linkLabel);
    setText(copyWords, copied ? texts.copied : room.copyLink);
    setText(revoke, room.revokeLink);
    setText(issue, room.newLink);
  });
  return root;
}

/** Asks somebody by name, and says what has become of it. */
function createInviteForm(state: Observable<PageState>, commands: CallCommands): HTMLElement {
  const label = element("label", { for: "invite-name" });
  const name = element("input", { id: "invite-name", type: "text", autocomplete: "off", autocapitalize: "none", spellcheck: "false", "aria-describedby": "invite-state" });
  const submit = element("button", { type: "submit", class: "button button-small" });
  const status = element("p", { class: "soft", id: "invite-state", role: "status" });
  const form = element("form", { novalidate: true }, label, element("div", { class: "field-row" }, name, submit), status);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const wanted = name.value.trim();
    name.setAttribute("aria-invalid", String(wanted === ""));
    if (wanted === "") return void setText(status, textsOf(state.value.language).room.inviteEmpty);
    commands.act({ kind: "invite", name: wanted });
    name.value = "";
  });
  state.watch(({ room, language }) => {
    const texts = textsOf(language);
    setText(label, texts.room.inviteLabel);
    setText(submit, texts.room.invite);
    const invited = room.kind === "inside" ? room.facts.invited : undefined;
    setText(status, invited === undefined ? "" : outcomeWords(invited.state, invited.name, texts));
  });
  return form;
}

/** A state that is not known is read as `failed`, as the specification says. */
function outcomeWords(state: string, name: string, { room: { invited } }: Texts): string {
  const known = Object.entries(invited).find(([key]) => key === state)?.[1];
  return (known ?? invited.failed)(name);
}
