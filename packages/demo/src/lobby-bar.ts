import type { CallCommands } from "./call-commands.js";
import { element, setText } from "./element.js";
import { createKeyedList } from "./keyed-list.js";
import type { KeyedNode } from "./keyed-list.js";
import type { Observable } from "./observable.js";
import type { PageState } from "./page-state.js";
import type { Member } from "./room-members.js";
import { memberName, roomPlaceOf } from "./room-place.js";
import { textsOf } from "./texts.js";
import type { Texts } from "./texts.js";

/** Who waits in the lobby, for those who may let them in. */
export function createLobbyBar(state: Observable<PageState>, commands: CallCommands): HTMLElement {
  const list = element("ul", { class: "lobby-list" });
  const root = element("section", { class: "lobby-bar", id: "lobby-bar" }, list);
  const rows = createKeyedList<Knock>(list, ({ member }) => member.id, () => createKnock(commands));
  state.watch((now) => {
    const texts = textsOf(now.language);
    const place = roomPlaceOf(now, texts);
    const waiting = place?.self.leads === true ? place.waiting : [];
    root.hidden = waiting.length === 0;
    root.setAttribute("aria-label", texts.room.lobbyHeading);
    rows.show(waiting.map((member) => ({ member, texts })));
  });
  return root;
}

interface Knock {
  readonly member: Member;
  readonly texts: Texts;
}

function createKnock(commands: CallCommands): KeyedNode<Knock> {
  const words = element("p");
  const admit = element("button", { type: "button", class: "button button-small button-accept" });
  const reject = element("button", { type: "button", class: "button button-small" });
  let shown: Knock | undefined;
  for (const [button, kind] of [[admit, "admit"], [reject, "reject"]] as const) {
    button.addEventListener("click", () => {
      if (shown !== undefined) commands.act({ kind, member: shown.member });
    });
  }
  return {
    root: element("li", { class: "knock" }, words, element("div", { class: "knock-actions" }, admit, reject)),
    show(knock) {
      shown = knock;
      const { room } = knock.texts;
      const name = memberName(knock.member, knock.texts);
      setText(words, room.knocks(name));
      setText(admit, room.admit);
      setText(reject, room.reject);
      admit.setAttribute("aria-label", room.admitName(name));
      reject.setAttribute("aria-label", room.rejectName(name));
    },
  };
}
