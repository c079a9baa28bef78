import { element, setText } from "./element.js";

/** A question with two answers, which takes the focus. Escape does nothing, so that nothing is answered by accident. */
export interface QuestionDialog {
  readonly root: HTMLDialogElement;
  /** Asks; undefined: does not ask any more. */
  show(question: Question | undefined): void;
}

export interface Question {
  readonly heading: string;
  readonly help: string;
  readonly yes: string;
  readonly no: string;
}

export function createQuestionDialog(id: string, answers: { readonly yes: () => void; readonly no: () => void }): QuestionDialog {
  const heading = element("h2", { id: `${id}-heading` });
  const help = element("p", { class: "soft", id: `${id}-help` });
  const yes = element("button", { type: "button", class: "button button-accept", id: `${id}-yes`, autofocus: true });
  const no = element("button", { type: "button", class: "button", id: `${id}-no` });
  const root = element("dialog", { class: "incoming-dialog", "aria-labelledby": `${id}-heading`, "aria-describedby": `${id}-help` },
    heading, help, element("div", { class: "dialog-actions" }, no, yes));
  yes.addEventListener("click", answers.yes);
  no.addEventListener("click", answers.no);
  root.addEventListener("cancel", (event) => event.preventDefault());
  return {
    root,
    show(question) {
      if (question === undefined) {
        if (root.open) root.close();
        return;
      }
      setText(heading, question.heading);
      setText(help, question.help);
      setText(yes, question.yes);
      setText(no, question.no);
      if (!root.open) root.showModal();
    },
  };
}
