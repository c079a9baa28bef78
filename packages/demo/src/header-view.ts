import { personName } from "./call-words.js";
import { element, setText, svgElement } from "./element.js";
import type { Settable } from "./observable.js";
import type { PageState } from "./page-state.js";
import { isLanguage, languageNames, textsOf } from "./texts.js";
import type { Texts } from "./texts.js";

/** The page's head: its name, who is signed in, and the language. */
export function createHeader(state: Settable<PageState>): HTMLElement {
  const tagline = element("span", { class: "tagline" });
  const status = element("p", { class: "chip", role: "status" });
  const languages = element("select", { id: "language" }, ...languageNames().map(({ language, name }) => element("option", { value: language, lang: language }, name)));
  const languageLabel = element("label", { class: "visually-hidden", for: "language" });
  languages.addEventListener("change", () => {
    if (isLanguage(languages.value)) state.change({ language: languages.value });
  });
  state.watch((now) => {
    const texts = textsOf(now.language);
    document.documentElement.lang = now.language;
    document.title = titleOf(now, texts);
    setText(tagline, texts.tagline);
    setText(languageLabel, texts.languageLabel);
    setText(status, statusOf(now, texts));
    status.dataset["kind"] = now.connection.kind;
    languages.value = now.language;
  });
  return element("header", { class: "page-head" },
    element("h1", { class: "brand" }, mark(), element("span", {}, "Parley"), tagline),
    element("div", { class: "page-head-end" }, status, languageLabel, languages));
}

function statusOf({ connection }: PageState, texts: Texts): string {
  switch (connection.kind) {
    case "signed-out": return texts.signedOut;
    case "connecting": return texts.connecting;
    case "ready": return texts.ready(connection.user);
    case "refused": return texts.signedOut;
    case "replaced": return texts.replaced;
    case "resuming": return texts.resuming;
    case "lost": return texts.lost;
  }
}

/** The tab's title tells the state too, as calls are often waited for in another tab. */
function titleOf({ call, connection, room }: PageState, texts: Texts): string {
  const who = connection.kind === "ready" ? `${connection.user} - ` : "";
  if (call.kind === "incoming") return texts.incomingHeading(personName(call.name, texts));
  if (call.kind === "talking") return `${who}${texts.talking(personName(call.name, texts))}`;
  if (room.kind !== "none") return `${who}${texts.room.title}`;
  return `${who}${texts.title}`;
}

function mark(): SVGSVGElement {
  return svgElement("svg", { class: "mark", viewBox: "0 0 32 32", "aria-hidden": "true", focusable: "false" },
    svgElement("rect", { width: 32, height: 32, rx: 8 }),
    svgElement("path", { class: "mark-fill", d: "M8 9h11a3 3 0 0 1 3 3v3a3 3 0 0 1-3 3h-6l-4 3v-3H8z" }),
    svgElement("path", { class: "mark-line", d: "M24.5 14v5a3 3 0 0 1-3 3h-6" }));
}
