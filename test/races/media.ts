import type { Answer, Offer } from "@parley/signalling";

/** The smallest descriptions that a function accepts: one section of sound, told apart by their `ufrag`. */
export function offer(ufrag: string): Offer {
  return { type: "offer", sdp: sdpOf(ufrag), media, ufrag };
}

export function answer(ufrag: string): Answer {
  return { type: "answer", sdp: sdpOf(ufrag), media, ufrag };
}

/** A candidate that is told from others by its port. */
export function candidate(number: number) {
  return { candidate: `candidate:1 1 udp 2130706431 127.0.0.1 ${10_000 + number} typ host`, mid: "0", index: 0 };
}

/** The number of a candidate. */
export function numberOf(candidate: string): number {
  return Number(/ (\d+) typ /.exec(candidate)?.[1]) - 10_000;
}

const media = [{ mid: "0", kind: "audio", direction: "sendrecv" }] as const;

function sdpOf(ufrag: string): string {
  return ["v=0", "o=- 1 1 IN IP4 0.0.0.0", "s=-", "t=0 0", "m=audio 9 UDP/TLS/RTP/SAVPF 111", `a=ice-ufrag:${ufrag}`, "a=mid:0", "a=sendrecv", ""].join("\r\n");
}
