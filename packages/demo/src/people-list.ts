import type { CallCommands } from "./call-commands.js";
import { element, setText } from "./element.js";
import { createKeyedList } from "./keyed-list.js";
import type { KeyedNode } from "./keyed-list.js";
import type { Observable } from "./observable.js";
import type { PageState } from "./page-state.js";
import type { RoomAction } from "./room-actions.js";
import type { Member } from "./room-members.js";
import { memberName, memberStates, roomPlaceOf } from "./room-place.js";
import type { RoomPlace } from "./room-place.js";
import { textsOf } from "./texts.js";
import type { Texts } from "./texts.js";

/** All who are in the conference, with their states; for those who lead it, with what they can do. */
export function createPeopleList(state: Observable<PageState>, commands: CallCommands): HTMLElement {
  const heading = element("h2", { id: "people-heading" });
  const list = element("ul", { class: "people" });
  const root = element("section", { class: "panel-part", "aria-labelledby": "people-heading" }, heading, list);
  const rows = createKeyedList<Person>(list, ({ member }) => member.id, () => createPerson(commands));
  state.watch((now) => {
    const texts = textsOf(now.language);
    const place = roomPlaceOf(now, texts);
    setText(heading, texts.room.peopleHeading);
    rows.show((place?.members ?? []).flatMap((member) => (place === undefined ? [] : [{ member, place, own: now.own, texts }])));
  });
  return root;
}

interface Person {
  readonly member: Member;
  readonly place: RoomPlace;
  readonly own: PageState["own"];
  readonly texts: Texts;
}

function createPerson(commands: CallCommands): KeyedNode<Person> {
  const name = element("span", { class: "person-name" });
  const states = element("span", { class: "person-states soft" });
  const actions = element("div", { class: "person-actions", role: "group" });
  const root = element("li", { class: "person" }, element("p", { class: "person-words" }, name, states), actions);
  const room = element("select", { class: "person-room" });
  let shown: Person | undefined;
  const buttons = choices.map((choice) => {
    const button = element("button", { type: "button", class: "button button-small", "data-action": choice.kind });
    button.addEventListener("click", () => {
      if (shown !== undefined) commands.act({ kind: choice.kind, member: shown.member });
    });
    return { ...choice, button };
  });
  room.addEventListener("change", () => {
    if (shown !== undefined) commands.act({ kind: "move", member: shown.member, breakout: room.value === "" ? undefined : room.value });
  });
  actions.append(...buttons.map(({ button }) => button), room);
  return {
    root,
    show(person) {
      shown = person;
      const { member, place, own, texts } = person;
      const leads = place.self.leads;
      setText(name, memberName(member, texts));
      setText(states, [...(member.leads ? [texts.room.states.moderator] : []), ...memberStates(member, place, own, texts).map(({ words }) => words)].join(" · "));
      actions.setAttribute("aria-label", texts.room.actionsFor(memberName(member, texts)));
      actions.hidden = !leads;
      for (const { button, applies, words } of buttons) {
        button.hidden = !applies(member);
        const [text, label] = words(texts, member.name);
        setText(button, text);
        button.setAttribute("aria-label", label);
      }
      room.hidden = place.breakouts.length === 0;
      showRooms(room, place, member, texts);
    },
  };
}

type Choice = {
  readonly kind: Extract<RoomAction, { readonly member: Member }>["kind"] & ("mute" | "ask-to-unmute" | "give-floor" | "deny-floor" | "take-floor" | "remove");
  readonly applies: (member: Member) => boolean;
  /** What the button says, and what it says to those who do not see beside whom it stands. */
  readonly words: (texts: Texts, name: string) => readonly [text: string, label: string];
};

const choices: readonly Choice[] = [
  {
    kind: "mute", applies: ({ isSelf, audio }) => !isSelf && audio?.muted === false,
    words: ({ room }, name) => [room.mute, room.muteName(name)],
  },
  {
    kind: "ask-to-unmute", applies: ({ isSelf, audio }) => !isSelf && audio?.muted === true && !audio.unmuteAsked,
    words: ({ room }, name) => [room.askToUnmute, room.askToUnmuteName(name)],
  },
  { kind: "give-floor", applies: ({ hand }) => hand !== undefined, words: ({ room }, name) => [room.giveFloor, room.giveFloorName(name)] },
  { kind: "deny-floor", applies: ({ hand }) => hand !== undefined, words: ({ room }, name) => [room.denyFloor, room.denyFloorName(name)] },
  { kind: "take-floor", applies: ({ hasFloor, isSelf }) => hasFloor && !isSelf, words: ({ room }, name) => [room.takeFloor, room.takeFloorName(name)] },
  { kind: "remove", applies: ({ isSelf }) => !isSelf, words: ({ room }, name) => [room.remove, room.removeName(name)] },
];

function showRooms(select: HTMLSelectElement, { breakouts }: RoomPlace, member: Member, texts: Texts): void {
  const wanted = [{ id: "", name: texts.room.mainRoom }, ...breakouts];
  const now = [...select.options].map(({ value, textContent }) => `${value} ${textContent ?? ""}`);
  if (wanted.some(({ id, name }, at) => now[at] !== `${id} ${name}`) || now.length !== wanted.length) {
    select.replaceChildren(...wanted.map(({ id, name }) => element("option", { value: id }, name)));
  }
  select.value = member.breakout ?? "";
  select.setAttribute("aria-label", texts.room.roomOf(memberName(member, texts)));
}
