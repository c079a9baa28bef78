import type { CallCommands } from "./call-commands.js";
import { element, setText } from "./element.js";
import type { Observable } from "./observable.js";
import type { PageState } from "./page-state.js";
import { roomPlaceOf } from "./room-place.js";
import { textsOf } from "./texts.js";

/** For those who lead: breakouts, two at the most, and the end of the conference. */
export function createBreakoutPanel(state: Observable<PageState>, commands: CallCommands): HTMLElement {
  const heading = element("h2", { id: "breakout-heading" });
  const help = element("p", { class: "soft" });
  const open = element("button", { type: "button", class: "button button-small", id: "open-breakout" });
  const close = element("button", { type: "button", class: "button button-small", id: "close-breakouts" });
  const end = element("button", { type: "button", class: "button button-small button-end", id: "end-conference" });
  const root = element("section", { class: "panel-part", "aria-labelledby": "breakout-heading" }, heading, help, element("div", { class: "panel-row" }, open, close), end);
  const place = () => roomPlaceOf(state.value, textsOf(state.value.language));
  open.addEventListener("click", () => {
    const taken = new Set(place()?.breakouts.map(({ name }) => name));
    const { breakout } = textsOf(state.value.language).room;
    commands.act({ kind: "open-breakout", subject: [1, 2].map(breakout).find((name) => !taken.has(name)) ?? breakout(3) });
  });
  close.addEventListener("click", () => commands.act({ kind: "close-breakouts" }));
  end.addEventListener("click", () => commands.act({ kind: "end" }));
  state.watch((now) => {
    const texts = textsOf(now.language);
    const known = roomPlaceOf(now, texts);
    const count = known?.breakouts.length ?? 0;
    root.hidden = known?.self.leads !== true;
    open.hidden = count >= 2;
    close.hidden = count === 0;
    setText(heading, texts.room.breakoutHeadingShort);
    setText(help, texts.room.breakoutHelp);
    setText(open, texts.room.openBreakout);
    setText(close, texts.room.closeBreakouts);
    setText(end, texts.room.end);
  });
  return root;
}
