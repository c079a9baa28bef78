import type { Observable } from "./observable.js";
import { element, setText } from "./element.js";
import { icon } from "./icon.js";
import { createKeyedList } from "./keyed-list.js";
import type { PageState } from "./page-state.js";
import type { RoomScreens } from "./room-controller.js";
import type { Member } from "./room-members.js";
import { roomPlaceOf } from "./room-place.js";
import type { RoomPlace } from "./room-place.js";
import { textsOf } from "./texts.js";
import { createTileView } from "./tile-view.js";
import type { TileItem, TileView } from "./tile-view.js";

/** How the pictures are put together: by the style sheet alone. */
export const layouts = ["grid", "spotlight", "sidebar"] as const;

export type RoomLayout = (typeof layouts)[number];

/** The pictures of all in the room, oneself among them. */
export interface TilesView extends RoomScreens {
  readonly root: HTMLElement;
  setLayout(layout: RoomLayout): void;
}

export function createTilesView(state: Observable<PageState>): TilesView {
  const list = element("div", { class: "tiles-list" });
  const sound = element("button", { type: "button", class: "button sound-button", hidden: true }, icon("sound"), element("span"));
  const root = element("div", { class: "tiles" }, list, sound);
  const streams = new Map<string, MediaStream>();
  const tiles = new Map<string, TileView>();
  const silent = new Set<HTMLVideoElement>();
  let ownStream: MediaStream | undefined;

  // Browsers may refuse to start sound before the person did something; then a button asks for it.
  const blocked = (video: HTMLVideoElement) => {
    silent.add(video);
    sound.hidden = false;
  };
  sound.addEventListener("click", () => {
    sound.hidden = true;
    for (const video of silent) void video.play().catch(() => undefined);
    silent.clear();
  });
  const rows = createKeyedList<TileItem>(list, ({ member }) => member.id, (id) => {
    const tile = createTileView(id, blocked);
    tiles.set(id, tile);
    const isSelf = state.value.room.kind === "inside" && state.value.room.self === id;
    tile.showStream(isSelf ? ownStream : streams.get(id));
    return tile;
  });

  state.watch((now) => {
    const texts = textsOf(now.language);
    const place = roomPlaceOf(now, texts);
    const shown = place === undefined ? [] : [place.self, ...place.near];
    for (const id of tiles.keys()) if (!shown.some((member) => member.id === id)) tiles.delete(id);
    const main = place === undefined ? undefined : mainOf(place);
    root.dataset["count"] = String(shown.length);
    rows.show(place === undefined ? [] : shown.map((member) => ({ member, place, own: now.own, isMain: member === main, texts })));
    if (sound.lastElementChild !== null) setText(sound.lastElementChild, texts.turnSoundOn);
  });
  return {
    root,
    setLayout(layout) {
      root.dataset["layout"] = layout;
    },
    showSelf(stream) {
      ownStream = stream;
      const { room } = state.value;
      if (room.kind === "inside") tiles.get(room.self)?.showStream(stream);
      if (stream === undefined) streams.clear();
    },
    showMember(participant, stream) {
      if (stream === undefined) streams.delete(participant);
      else streams.set(participant, stream);
      tiles.get(participant)?.showStream(stream);
    },
  };
}

/** Who has the floor is large; else the first of the others. */
function mainOf({ self, near }: RoomPlace): Member {
  return [...near, self].find(({ hasFloor }) => hasFloor) ?? near[0] ?? self;
}
