import type { Answer, Offer } from "@parley/signalling";

/** What every exchange of the load carries: an application message as a chat sends it. */
export const loadValue = { type: "urn:example:chat", value: { text: "How about ten past eight, at the place with the green door?" } };

const section = [{ mid: "0", kind: "audio", direction: "sendrecv" }];
const lines = ["v=0", "o=- 1 1 IN IP4 0.0.0.0", "s=-", "t=0 0", "m=audio 9 UDP/TLS/RTP/SAVPF 111", "a=mid:0", "a=sendrecv", ""];
/** A short description: what it says does not matter to the function. */
export const loadOffer: Offer = { type: "offer", sdp: lines.join("\r\n"), media: section, ufrag: "8hhY" };
export const loadAnswer: Answer = { type: "answer", sdp: lines.join("\r\n"), media: section, ufrag: "9iiZ" };
