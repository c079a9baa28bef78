import type { Description } from "@parley/signalling";

/** What the function must refuse in a description, without reading its SDP further than that. */
export function descriptionProblem(description: Description, maxSections: number): "insecure-media" | "description-mismatch" | "too-large" | undefined {
  const { sdp, media } = description;
  if (/^a=crypto:/m.test(sdp)) return "insecure-media";
  if (media.length > maxSections) return "too-large";
  const sections = sdp.split(/^(?=m=)/m).slice(1);
  const agrees = sections.length === media.length && media.every((section, index) => sectionAgrees(sections[index] ?? "", section));
  return agrees ? undefined : "description-mismatch";
}

function sectionAgrees(text: string, section: Description["media"][number]): boolean {
  const kind = /^m=(\S+)/.exec(text)?.[1];
  const mid = /^a=mid:(\S+)/m.exec(text)?.[1];
  const direction = /^a=(sendrecv|sendonly|recvonly|inactive)\r?$/m.exec(text)?.[1] ?? "sendrecv";
  return kind === section.kind && (mid === undefined || mid === section.mid) && direction === section.direction;
}
