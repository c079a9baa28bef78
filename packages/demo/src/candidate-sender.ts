import type { Candidate } from "@parley/signalling";

/** Candidates of one description on their way out. */
export interface CandidateBatch {
  readonly ufrag: string;
  readonly candidates: readonly Candidate[];
  readonly endOfCandidates: boolean;
}

/** Sends candidates as they are found, a few together: what comes within `gather` milliseconds travels in one message, at most `most` in each. */
export interface CandidateSender {
  add(candidate: RTCIceCandidate): void;
  /** No more for this description: what is left goes out at once, with the end marker. */
  end(ufrag: string): void;
  /** Messages can travel from now on; what was found before is sent first. */
  open(send: (batch: CandidateBatch) => void): void;
  stop(): void;
}

export function createCandidateSender(gather = 40, most = 32): CandidateSender {
  let waiting: { readonly ufrag: string; readonly candidate: Candidate }[] = [];
  let ended: string | undefined;
  let send: ((batch: CandidateBatch) => void) | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    if (send === undefined) return;
    while (waiting.length > 0) {
      const ufrag = waiting[0]?.ufrag ?? "";
      const same = waiting.filter((entry) => entry.ufrag === ufrag).slice(0, most);
      waiting = waiting.filter((entry) => !same.includes(entry));
      const isLast = ended === ufrag && !waiting.some((entry) => entry.ufrag === ufrag);
      send({ ufrag, candidates: same.map((entry) => entry.candidate), endOfCandidates: isLast });
      if (isLast) ended = undefined;
    }
    if (ended !== undefined) send({ ufrag: ended, candidates: [], endOfCandidates: true });
    ended = undefined;
  };

  return {
    add(found) {
      waiting.push({ ufrag: found.usernameFragment ?? "", candidate: wireCandidate(found) });
      timer ??= setTimeout(flush, gather);
    },
    end(ufrag) {
      ended = ufrag;
      flush();
    },
    open(sender) {
      send = sender;
      flush();
    },
    stop() {
      clearTimeout(timer);
      send = undefined;
      waiting = [];
    },
  };
}

function wireCandidate(found: RTCIceCandidate): Candidate {
  return { candidate: found.candidate, mid: found.sdpMid ?? "0", ...(found.sdpMLineIndex === null ? {} : { index: found.sdpMLineIndex }) };
}
