import { callWords, farWords, ownWords } from "./call-words.js";
import { element, setText } from "./element.js";
import type { Observable } from "./observable.js";
import type { PageState } from "./page-state.js";
import { roomNews } from "./room-news.js";
import { roomPlaceOf, roomWords } from "./room-place.js";
import type { RoomPlace } from "./room-place.js";
import { endedWords } from "./start-view.js";
import { textsOf } from "./texts.js";

/** Says every change of the call, or of the conference, to those who hear the page, in one polite live region. */
export function createAnnouncer(state: Observable<PageState>): HTMLElement {
  const region = element("p", { class: "visually-hidden", id: "announcer", role: "status", "aria-live": "polite" });
  let place: RoomPlace | undefined;
  let headline = "";
  state.watch((now) => {
    const { call, own, language } = now;
    const texts = textsOf(language);
    if (now.room.kind !== "none") {
      const next = roomPlaceOf(now, texts);
      const news = next === undefined ? [] : roomNews(place, next, texts);
      const words = roomWords(now, texts);
      if (news.length > 0) setText(region, news.join(". "));
      else if (words !== headline) setText(region, words);
      [place, headline] = [next, words];
      return;
    }
    [place, headline] = [undefined, ""];
    if (call.kind === "idle") {
      setText(region, call.ended === undefined ? "" : endedWords(call.ended, texts));
      return;
    }
    const more = call.kind === "talking" ? [farWords(call, texts), ownWords(own, texts)] : [];
    setText(region, [callWords(call, texts), ...more].filter((words) => words !== "").join(". "));
  });
  return region;
}
