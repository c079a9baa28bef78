import type { MediaSection } from "@parley/signalling";

/** What a description says beside its SDP, read from the SDP itself. */
export interface DescribedMedia {
  readonly media: readonly MediaSection[];
  readonly ufrag: string;
}

/** Reads the media sections of a session description and the ICE user name fragment of the first one in use. `muted` says which kinds send silence or black. */
export function describeMedia(sdp: string, muted: { readonly audio: boolean; readonly video: boolean }): DescribedMedia {
  const [session = "", ...sections] = sdp.split(/^(?=m=)/m);
  const media = sections.map((section, index) => readSection(section, index, muted));
  const inUse = sections.find((section) => !/^m=\S+ 0 /.test(section)) ?? sections[0] ?? "";
  return { media, ufrag: attribute(inUse, "ice-ufrag") ?? attribute(session, "ice-ufrag") ?? "" };
}

function readSection(section: string, index: number, muted: { readonly audio: boolean; readonly video: boolean }): MediaSection {
  const kind = /^m=(\S+)/.exec(section)?.[1] ?? "application";
  const direction = /^a=(sendrecv|sendonly|recvonly|inactive)\r?$/m.exec(section)?.[1] ?? "sendrecv";
  const isMuted = (kind === "audio" && muted.audio) || (kind === "video" && muted.video);
  return { mid: attribute(section, "mid") ?? String(index), kind, direction, ...(isMuted ? { muted: true } : {}) };
}

function attribute(text: string, name: string): string | undefined {
  return new RegExp(`^a=${name}:(\\S+)`, "m").exec(text)?.[1];
}
