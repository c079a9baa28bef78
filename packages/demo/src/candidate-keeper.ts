import type { Candidate } from "@parley/signalling";

/** Received candidates belong to a description, named by its ufrag: those of one not applied yet are kept, those of a superseded one dropped. */
export interface CandidateKeeper {
  add(ufrag: string, candidates: readonly Candidate[]): void;
  /** The description with this ufrag is applied now. */
  applied(ufrag: string): void;
}

export function createCandidateKeeper(apply: (candidate: RTCIceCandidateInit) => void, bound = 128): CandidateKeeper {
  let current: string | undefined;
  const superseded = new Set<string>();
  let kept: { readonly ufrag: string; readonly candidate: Candidate }[] = [];
  const give = (ufrag: string, candidate: Candidate) => {
    const place = candidate.index === undefined ? {} : { sdpMLineIndex: candidate.index };
    apply({ candidate: candidate.candidate, sdpMid: candidate.mid, usernameFragment: ufrag, ...place });
  };
  return {
    add(ufrag, candidates) {
      if (superseded.has(ufrag)) return;
      for (const candidate of candidates) {
        if (ufrag === current) give(ufrag, candidate);
        else if (kept.length < bound) kept.push({ ufrag, candidate });
      }
    },
    applied(ufrag) {
      if (current !== undefined && current !== ufrag) superseded.add(current);
      current = ufrag;
      for (const entry of kept) if (entry.ufrag === ufrag) give(ufrag, entry.candidate);
      kept = kept.filter((entry) => entry.ufrag !== ufrag);
    },
  };
}
