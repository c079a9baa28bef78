import { element, setText } from "./element.js";
import { icon } from "./icon.js";
import type { PageState } from "./page-state.js";
import type { Member } from "./room-members.js";
import { memberName, memberStates } from "./room-place.js";
import type { RoomPlace } from "./room-place.js";
import type { Texts } from "./texts.js";

/** One person's picture in a conference, with the name and what is to be known. */
export interface TileView {
  readonly root: HTMLElement;
  showStream(stream: MediaStream | undefined): void;
  show(item: TileItem): void;
}

export interface TileItem {
  readonly member: Member;
  readonly place: RoomPlace;
  readonly own: PageState["own"];
  /** The one that a layout with one large picture shows so. */
  readonly isMain: boolean;
  readonly texts: Texts;
}

export function createTileView(participant: string, blocked: (video: HTMLVideoElement) => void): TileView {
  const video = element("video", { class: "tile-video", autoplay: true, playsinline: true });
  const avatar = element("span", { class: "avatar", "aria-hidden": "true" });
  const marks = { floor: icon("floor"), hand: icon("hand"), muted: icon("microphoneOff") };
  const name = element("span", { class: "tile-name" });
  const signs = element("span", { class: "visually-hidden" });
  const states = element("span", { class: "tile-states" });
  const caption = element("figcaption", { class: "tile-caption" }, marks.floor, marks.hand, marks.muted, name, signs, states);
  const root = element("figure", { class: "tile", "data-participant": participant }, element("div", { class: "tile-middle" }, avatar), video, caption);
  return {
    root,
    showStream(stream) {
      // The stream is the same when a track joins it; setting it again would start the element anew.
      if (video.srcObject !== (stream ?? null)) video.srcObject = stream ?? null;
      if (stream !== undefined) void video.play().catch((error: unknown) => {
        if (error instanceof DOMException && error.name === "NotAllowedError") blocked(video);
      });
    },
    show({ member, place, own, isMain, texts }) {
      const peer = place.room.peers.get(member.id);
      const shown = memberName(member, texts);
      const isMuted = member.audio?.muted === true;
      const hasPicture = member.isSelf ? own.camera : peer?.path === "flowing" && peer.far?.camera !== false && peer.far?.away !== true;
      root.classList.toggle("is-main", isMain);
      root.classList.toggle("is-self", member.isSelf);
      root.classList.toggle("is-seen", hasPicture && member.video?.muted !== true);
      root.classList.toggle("has-floor", member.hasFloor);
      // Who is muted by a moderator is not played, whatever arrives.
      video.muted = member.isSelf || isMuted;
      video.setAttribute("aria-label", member.isSelf ? texts.ownPicture : texts.remotePicture(shown));
      setText(avatar, shown.slice(0, 1).toUpperCase());
      setText(name, shown);
      const all = memberStates(member, place, own, texts);
      const wordsOf = (hasSign: boolean) => all.filter((state) => state.hasSign === hasSign).map(({ words }) => words).join(" · ");
      // There is little room below a picture: what a sign says is said in words to those who do not see it.
      setText(signs, wordsOf(true));
      setText(states, wordsOf(false));
      marks.floor.classList.toggle("is-hidden", !member.hasFloor);
      marks.hand.classList.toggle("is-hidden", member.hand === undefined);
      marks.muted.classList.toggle("is-hidden", !isMuted && (member.isSelf ? own.microphone : peer?.far?.microphone !== false));
    },
  };
}
