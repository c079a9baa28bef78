import type { CallCommands } from "./call-commands.js";
import { control } from "./call-controls.js";
import { element } from "./element.js";
import type { Observable } from "./observable.js";
import type { PageState } from "./page-state.js";
import { roomPlaceOf } from "./room-place.js";
import { textsOf } from "./texts.js";

/** The buttons under the pictures: microphone, camera, hand, people, leave. */
export function createRoomControls(state: Observable<PageState>, commands: CallCommands, panel: HTMLElement): HTMLElement {
  const microphone = control("room-microphone", "microphone", "microphoneOff");
  const camera = control("room-camera", "camera", "cameraOff");
  const hand = control("room-hand", "hand", "hand");
  const people = control("room-people", "people", "people");
  const leave = control("room-leave", "hangUp", "hangUp");
  leave.button.classList.add("control-end");
  people.button.setAttribute("aria-controls", panel.id);
  const root = element("div", { class: "controls", role: "group" }, ...[microphone, camera, hand, people, leave].map(({ button }) => button));

  const place = () => roomPlaceOf(state.value, textsOf(state.value.language));
  const isHeard = () => state.value.own.microphone && place()?.self.audio?.muted !== true;
  microphone.button.addEventListener("click", () => commands.setMicrophone(!isHeard()));
  camera.button.addEventListener("click", () => commands.setCamera(!state.value.own.camera));
  hand.button.addEventListener("click", () => {
    const self = place()?.self;
    commands.act({ kind: self?.hand === undefined && self?.hasFloor !== true ? "raise-hand" : "lower-hand" });
  });
  let wantsPeople = true;
  const showPeople = () => {
    people.button.setAttribute("aria-expanded", String(wantsPeople));
    panel.hidden = !wantsPeople || place()?.self.waits !== false;
  };
  people.button.addEventListener("click", () => {
    wantsPeople = !wantsPeople;
    showPeople();
  });
  leave.button.addEventListener("click", commands.hangUp);
  state.watch((now) => {
    const texts = textsOf(now.language);
    const self = roomPlaceOf(now, texts)?.self;
    const isIn = self?.waits === false;
    const isMuted = self?.audio?.muted === true;
    root.setAttribute("aria-label", texts.room.controls);
    microphone.show(isMuted ? texts.room.mutedByModerator : now.own.microphone ? texts.mute : texts.unmute, isMuted || !now.own.microphone);
    camera.show(now.own.camera ? texts.cameraOff : texts.cameraOn, !now.own.camera);
    hand.show(self?.hasFloor === true ? texts.room.giveFloorBack : self?.hand === undefined ? texts.room.raiseHand : texts.room.lowerHand, false);
    hand.button.classList.toggle("control-on", self?.hasFloor === true || self?.hand !== undefined);
    people.show(texts.room.people, false);
    leave.show(texts.room.leave, false);
    for (const { button } of [hand, people]) button.disabled = !isIn;
    showPeople();
  });
  return root;
}
