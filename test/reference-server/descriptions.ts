import type { Answer, Offer } from "@parley/signalling";

/** The smallest descriptions that a function accepts: one section of sound. */
export function offer(direction: "sendrecv" | "sendonly" = "sendrecv", ufrag = "8hhY"): Offer {
  return { type: "offer", sdp: sdpOf(direction, ufrag), media: [{ mid: "0", kind: "audio", direction }], ufrag };
}

export function answer(direction: "sendrecv" | "recvonly" = "sendrecv", ufrag = "Wq3k"): Answer {
  return { type: "answer", sdp: sdpOf(direction, ufrag), media: [{ mid: "0", kind: "audio", direction }], ufrag };
}

export const candidate = { candidate: "candidate:1 1 udp 2130706431 127.0.0.1 40000 typ host", mid: "0", index: 0 };

function sdpOf(direction: string, ufrag: string): string {
  return ["v=0", "o=- 1 1 IN IP4 0.0.0.0", "s=-", "t=0 0", "m=audio 9 UDP/TLS/RTP/SAVPF 111", `a=ice-ufrag:${ufrag}`, "a=mid:0", `a=${direction}`, ""].join("\r\n");
}
