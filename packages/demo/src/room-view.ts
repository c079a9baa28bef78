import { createBreakoutPanel } from "./breakout-panel.js";
import type { CallCommands } from "./call-commands.js";
import { sourceWords } from "./call-words.js";
import { createDoorPanel } from "./door-panel.js";
import { element, setText } from "./element.js";
import { createLobbyBar } from "./lobby-bar.js";
import type { Observable } from "./observable.js";
import type { PageState, Refusal } from "./page-state.js";
import { createPeopleList } from "./people-list.js";
import { createQuestionDialog } from "./question-dialog.js";
import { createRoomControls } from "./room-controls.js";
import { roomPlaceOf, roomWords } from "./room-place.js";
import { textsOf } from "./texts.js";
import type { Texts } from "./texts.js";
import { createTilesView, layouts } from "./tiles-view.js";
import type { TilesView } from "./tiles-view.js";

/** A conference: the pictures, what one can do, who is there, and what those who lead it can do. */
export interface RoomView extends Pick<TilesView, "showSelf" | "showMember"> {
  readonly root: HTMLElement;
  /** Says the state of the conference; takes the focus when it begins. */
  readonly headline: HTMLElement;
  /** Asks whether to be heard again. */
  readonly unmuteDialog: HTMLElement;
}

export function createRoomView(state: Observable<PageState>, commands: CallCommands): RoomView {
  const headline = element("h2", { class: "room-headline", id: "room-headline", tabindex: -1 });
  const help = element("p", { class: "room-help soft" });
  const tiles = createTilesView(state);
  const switcher = createLayoutSwitcher(state, tiles);
  const panel = element("div", { class: "room-panel", id: "room-panel" }, createPeopleList(state, commands), createDoorPanel(state, commands), createBreakoutPanel(state, commands));
  const refusal = element("p", { class: "room-refusal", id: "room-refusal", role: "alert" });
  const source = element("p", { class: "source-note" });
  const unmute = createQuestionDialog("unmute", {
    yes: () => commands.setMicrophone(true),
    no: () => commands.act({ kind: "stay-muted" }),
  });
  const root = element("section", { class: "room", "aria-labelledby": "room-headline" },
    element("header", { class: "room-head" }, element("div", {}, headline, help), switcher),
    createLobbyBar(state, commands), tiles.root, createRoomControls(state, commands, panel), refusal, source, panel);

  let hadFocus = false;
  root.addEventListener("focusin", () => (hadFocus = true));
  root.addEventListener("focusout", ({ relatedTarget }) => (hadFocus = relatedTarget === null));
  state.watch((now) => {
    const texts = textsOf(now.language);
    const self = roomPlaceOf(now, texts)?.self;
    root.hidden = now.room.kind === "none";
    root.classList.toggle("is-waiting", self?.waits !== false);
    setText(headline, roomWords(now, texts));
    setText(help, self?.waits === true ? texts.room.lobbyHelp : "");
    setText(source, sourceWords(now.own.source, texts));
    setText(refusal, now.room.kind === "inside" && now.room.refusal !== undefined ? refusalWords(now.room.refusal, texts) : "");
    switcher.hidden = self?.waits !== false;
    const { room } = texts;
    unmute.show(self?.audio?.unmuteAsked === true && self.audio.muted ? { heading: room.unmuteHeading, help: room.unmuteHelp, yes: room.unmute, no: room.stayMuted } : undefined);
    // A button that had the focus and is not there any more leaves it at what says how things stand.
    queueMicrotask(() => {
      if (hadFocus && !root.hidden && isLost(document.activeElement)) headline.focus();
    });
  });
  return { root, headline, unmuteDialog: unmute.root, showSelf: tiles.showSelf, showMember: tiles.showMember };
}

function isLost(active: Element | null): boolean {
  return active === null || active === document.body || active.getClientRects().length === 0;
}

function createLayoutSwitcher(state: Observable<PageState>, tiles: TilesView): HTMLElement {
  const buttons = layouts.map((layout) => ({ layout, button: element("button", { type: "button", class: "switch", "data-layout": layout }) }));
  const root = element("div", { class: "switcher", role: "group" }, ...buttons.map(({ button }) => button));
  const choose = (wanted: (typeof layouts)[number]) => {
    tiles.setLayout(wanted);
    for (const { layout, button } of buttons) button.setAttribute("aria-pressed", String(layout === wanted));
  };
  for (const { layout, button } of buttons) button.addEventListener("click", () => choose(layout));
  choose("grid");
  state.watch(({ language }) => {
    const { room } = textsOf(language);
    root.setAttribute("aria-label", room.layout);
    for (const { layout, button } of buttons) setText(button, room.layouts[layout]);
  });
  return root;
}

function refusalWords({ problem, title }: Refusal, { room: { refused } }: Texts): string {
  switch (problem) {
    case "muted-by-moderator":
    case "forbidden":
    case "conference-full": return refused[problem];
    default: return refused.other(title);
  }
}
