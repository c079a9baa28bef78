import type { Description, MediaState } from "@parley/signalling";
import type { FarMedia } from "./page-state.js";

/** What the far side does with its media, by section. Kept over a call, as an update names only what changes. */
export interface FarMediaReader {
  readonly media: FarMedia;
  /** A description of the far side is applied. Its direction counts as hold only in an offer: an answer follows what was offered. */
  described(description: Description): void;
  updated(changes: readonly MediaState[]): void;
  /** Its connection is lost, or back. */
  setAway(away: boolean): void;
}

export function createFarMediaReader(): FarMediaReader {
  const sections = new Map<string, { readonly kind: string; muted: boolean }>();
  let held = false;
  let away = false;
  const muted = (kind: string) => [...sections.values()].some((section) => section.kind === kind && section.muted);
  return {
    get media() {
      return { microphone: !muted("audio"), camera: !muted("video"), held, away };
    },
    described(description) {
      for (const { mid, kind, muted: isMuted } of description.media) sections.set(mid, { kind, muted: isMuted ?? false });
      if (description.type === "offer") held = description.media.every(({ direction }) => direction === "sendonly" || direction === "inactive");
    },
    setAway(now) {
      away = now;
    },
    updated(changes) {
      for (const { mid, muted: isMuted } of changes) {
        const section = sections.get(mid);
        if (section !== undefined) section.muted = isMuted;
      }
    },
  };
}
