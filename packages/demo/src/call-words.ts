import type { CallView, MediaSource, OwnMedia } from "./page-state.js";
import type { Texts } from "./texts.js";

/** The other person's name, or who they are where no name is known: a conference link need not tell. */
export function personName(name: string, texts: Texts): string {
  return name === "" ? texts.otherParticipant : name;
}

/** The state of the call as one line, seen and heard. */
export function callWords(call: CallView, texts: Texts): string {
  if (call.kind === "idle") return "";
  const name = personName(call.name, texts);
  switch (call.kind) {
    case "incoming": return texts.incoming(name);
    case "calling":
      return { asking: texts.asking(name), answering: texts.answering, ringing: texts.ringing(name) }[call.progress];
    case "talking": return { connecting: texts.mediaConnecting, flowing: texts.talking(name), failed: texts.mediaFailed }[call.media];
  }
}

/** What the far side did to its own media; empty when all is on. That it is away says most, hold more than the rest. */
export function farWords(call: CallView & { readonly kind: "talking" }, texts: Texts): string {
  const name = personName(call.name, texts);
  if (call.far.away) return texts.farAway(name);
  if (call.far.held) return texts.farHeld(name);
  return [...(call.far.microphone ? [] : [texts.farMuted(name)]), ...(call.far.camera ? [] : [texts.farCameraOff(name)])].join(". ");
}

/** The same in few words, for the corner of one's own picture. */
export function ownTag(own: OwnMedia, texts: Texts): string {
  if (own.held) return texts.heldTag;
  return own.microphone ? texts.you : texts.mutedTag;
}

export function ownWords(own: OwnMedia, texts: Texts): string {
  if (own.held) return texts.ownHeld;
  return own.microphone ? "" : texts.ownMuted;
}

/** Says which of picture and sound is made by the page, as a person may wonder where the camera is. */
export function sourceWords(source: MediaSource, texts: Texts): string {
  if (source.picture === "synthetic") return source.sound === "synthetic" ? texts.syntheticBoth : texts.syntheticPicture;
  return source.sound === "synthetic" ? texts.syntheticSound : "";
}
