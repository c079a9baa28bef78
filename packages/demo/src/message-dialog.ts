import { element, setText } from "./element.js";
import { icon } from "./icon.js";
import type { Texts } from "./texts.js";
import type { TraceEntry } from "./trace.js";
import { describeEntry, timeOf } from "./trace-words.js";

/** Shows one message of the trace: what it is, when it passed, and its JSON with secrets hidden. */
export interface MessageDialog {
  readonly root: HTMLDialogElement;
  show(entry: TraceEntry): void;
  label(texts: Texts): void;
}

export function createMessageDialog(): MessageDialog {
  const heading = element("h2", { id: "message-heading" });
  const facts = element("p", { class: "message-facts" });
  const text = element("pre", { class: "message-json", tabindex: 0 });
  const secret = element("p", { class: "message-secret" });
  const close = element("button", { type: "button", class: "button-icon" }, icon("close"));
  const root = element("dialog", { class: "message-dialog", "aria-labelledby": "message-heading" },
    element("header", { class: "dialog-head" }, element("div", {}, heading, facts), close), text, secret);
  let words: Texts | undefined;
  close.addEventListener("click", () => root.close());
  root.addEventListener("click", (event) => {
    if (event.target === root) root.close();
  });
  return {
    root,
    show(entry) {
      if (words === undefined) return;
      const description = describeEntry(entry, words);
      setText(heading, description.detail === "" ? description.name : `${description.name} ${description.detail}`);
      setText(facts, [...(entry.kind === "media" ? [] : [description.direction]), words.seconds(timeOf(entry)), words.detailsSize(entry.bytes)].join(", "));
      setText(text, readable(entry.message));
      text.setAttribute("aria-label", description.name);
      root.showModal();
    },
    label(texts) {
      words = texts;
      close.setAttribute("aria-label", texts.close);
      setText(secret, texts.detailsSecret);
    },
  };
}

/** JSON on several lines; a session description is broken at its own line ends, as nobody reads it otherwise. */
function readable(message: unknown): string {
  return JSON.stringify(message, undefined, 2).replace(/^( *)("sdp": ")(.*?)(",?)$/gm, (_all, indent: string, head: string, sdp: string, tail: string) =>
    `${indent}${head}${sdp.replaceAll("\\r\\n", `\n${indent}  `).trimEnd()}${tail}`);
}
