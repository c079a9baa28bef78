import { callWords, farWords, ownWords } from "./call-words.js";
import { element, setText } from "./element.js";
import type { Observable } from "./observable.js";
import type { PageState } from "./page-state.js";
import { endedWords } from "./start-view.js";
import { textsOf } from "./texts.js";

/** Says every change of the call to those who hear the page, in one polite live region. */
export function createAnnouncer(state: Observable<PageState>): HTMLElement {
  const region = element("p", { class: "visually-hidden", id: "announcer", role: "status", "aria-live": "polite" });
  state.watch(({ call, own, language }) => {
    const texts = textsOf(language);
    if (call.kind === "idle") {
      setText(region, call.ended === undefined ? "" : endedWords(call.ended, texts));
      return;
    }
    const more = call.kind === "talking" ? [farWords(call, texts), ownWords(own, texts)] : [];
    setText(region, [callWords(call, texts), ...more].filter((words) => words !== "").join(". "));
  });
  return region;
}
