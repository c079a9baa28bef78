import type { CallCommands } from "./call-commands.js";
import { element, setText } from "./element.js";
import { icon } from "./icon.js";
import type { IconName } from "./icon.js";
import type { Observable } from "./observable.js";
import type { PageState } from "./page-state.js";
import { textsOf } from "./texts.js";

/** The buttons under the picture: microphone, camera, hold, hang up. */
export function createCallControls(state: Observable<PageState>, commands: CallCommands): HTMLElement {
  const microphone = control("microphone", "microphone", "microphoneOff");
  const camera = control("camera", "camera", "cameraOff");
  const hold = control("hold", "pause", "play");
  const end = control("hang-up", "hangUp", "hangUp");
  end.button.classList.add("control-end");
  const root = element("div", { class: "controls", role: "group" }, microphone.button, camera.button, hold.button, end.button);
  microphone.button.addEventListener("click", () => commands.setMicrophone(!state.value.own.microphone));
  camera.button.addEventListener("click", () => commands.setCamera(!state.value.own.camera));
  hold.button.addEventListener("click", () => commands.setHeld(!state.value.own.held));
  end.button.addEventListener("click", commands.hangUp);
  state.watch(({ call, own, language }) => {
    const texts = textsOf(language);
    const talking = call.kind === "talking";
    root.setAttribute("aria-label", texts.controls);
    microphone.show(own.microphone ? texts.mute : texts.unmute, !own.microphone);
    camera.show(own.camera ? texts.cameraOff : texts.cameraOn, !own.camera);
    hold.show(own.held ? texts.resume : texts.hold, own.held);
    end.show(talking ? texts.hangUp : texts.cancel, false);
    for (const { button } of [microphone, camera, hold]) button.disabled = !talking;
  });
  return root;
}

export interface Control {
  readonly button: HTMLButtonElement;
  /** The words say what a press will do; the look says what is the case. */
  show(words: string, off: boolean): void;
}

/** A round button with its words under it. */
export function control(id: string, on: IconName, off: IconName): Control {
  const words = element("span", { class: "control-words" });
  const onIcon = icon(on);
  const offIcon = icon(off);
  const button = element("button", { type: "button", class: "control", id }, element("span", { class: "control-disc" }, onIcon, offIcon), words);
  return {
    button,
    show(text, isOff) {
      setText(words, text);
      button.classList.toggle("control-off", isOff);
      onIcon.classList.toggle("is-hidden", isOff && on !== off);
      offIcon.classList.toggle("is-hidden", !isOff || on === off);
    },
  };
}
