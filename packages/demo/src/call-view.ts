import type { CallCommands } from "./call-commands.js";
import { createCallControls } from "./call-controls.js";
import { callWords, farWords, ownTag, personName, sourceWords } from "./call-words.js";
import { element, setText } from "./element.js";
import { icon } from "./icon.js";
import type { Observable } from "./observable.js";
import type { PageState } from "./page-state.js";
import { textsOf } from "./texts.js";

/** The call itself: the far side's picture, one's own beside it, what is the case, and the controls. */
export interface CallView {
  readonly root: HTMLElement;
  /** Says the state of the call; takes the focus when it begins. */
  readonly headline: HTMLElement;
  showOwn(stream: MediaStream | undefined): void;
  showFar(stream: MediaStream | undefined): void;
}

export function createCallView(state: Observable<PageState>, commands: CallCommands): CallView {
  const far = element("video", { class: "far-video", id: "far-video", autoplay: true, playsinline: true });
  const own = element("video", { class: "own-video", id: "own-video", autoplay: true, playsinline: true, muted: true });
  own.muted = true;
  const avatar = element("span", { class: "avatar", "aria-hidden": "true" });
  const headline = element("p", { class: "stage-headline", id: "call-headline", tabindex: -1 });
  const clock = element("p", { class: "stage-clock", role: "timer" });
  const farState = element("p", { class: "badge", id: "far-state" });
  const ownState = element("p", { class: "own-state", id: "own-state" });
  const ownBox = element("figure", { class: "own" }, own, ownState);
  const sound = element("button", { type: "button", class: "button sound-button", hidden: true }, icon("sound"), element("span"));
  const source = element("p", { class: "source-note", id: "source-note" });
  const stage = element("div", { class: "stage" },
    far, element("div", { class: "stage-middle" }, avatar), element("div", { class: "stage-top" }, headline, clock), farState, sound, ownBox);
  const root = element("div", { class: "call" }, stage, createCallControls(state, commands), source);

  sound.addEventListener("click", () => void play(far, sound));
  setInterval(() => showClock(clock, state.value), 500);
  state.watch((now) => {
    const { call } = now;
    const texts = textsOf(now.language);
    root.hidden = call.kind !== "calling" && call.kind !== "talking";
    const name = call.kind === "idle" ? "" : personName(call.name, texts);
    setText(headline, callWords(call, texts));
    setText(avatar, name.slice(0, 1).toUpperCase());
    const said = call.kind === "talking" ? farWords(call, texts) : "";
    setText(farState, said);
    farState.hidden = said === "";
    const seen = call.kind === "talking" && call.media === "flowing" && call.far.camera && !call.far.held && !now.own.held;
    stage.classList.toggle("is-seen", seen);
    stage.classList.toggle("is-ringing", call.kind === "calling");
    setText(ownState, ownTag(now.own, texts));
    ownBox.classList.toggle("is-dark", !now.own.camera || now.own.held);
    far.setAttribute("aria-label", texts.remotePicture(name));
    own.setAttribute("aria-label", texts.ownPicture);
    setText(source, sourceWords(now.own.source, texts));
    if (sound.lastElementChild !== null) setText(sound.lastElementChild, texts.turnSoundOn);
    showClock(clock, now);
  });
  return {
    root,
    headline,
    showOwn(stream) {
      own.srcObject = stream ?? null;
      ownBox.hidden = stream === undefined;
    },
    showFar(stream) {
      // The stream is the same when a track joins it or comes back from hold; setting it again would start the element anew.
      if (far.srcObject !== (stream ?? null)) far.srcObject = stream ?? null;
      sound.hidden = true;
      if (stream !== undefined) void play(far, sound);
    },
  };
}

/** Browsers may refuse to start sound before the person did something; then a button asks for it. */
async function play(video: HTMLVideoElement, button: HTMLElement): Promise<void> {
  try {
    await video.play();
    button.hidden = true;
  } catch (error) {
    button.hidden = !(error instanceof DOMException && error.name === "NotAllowedError");
  }
}

function showClock(clock: HTMLElement, { call }: PageState): void {
  if (call.kind !== "talking") return setText(clock, "");
  const seconds = Math.max(0, Math.floor((performance.now() - call.since) / 1000));
  setText(clock, `${String(Math.floor(seconds / 60)).padStart(2, "0")}:${String(seconds % 60).padStart(2, "0")}`);
}
