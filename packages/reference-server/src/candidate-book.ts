import type { McandidateNotification } from "@parley/signalling";

/** Candidates that one side has sent, by the `ufrag` they belong to: for branches that begin later, and for sides that take none by themselves. */
export interface CandidateBook {
  add(batch: Batch): void;
  /** All batches that still count, in order. */
  readonly batches: readonly Batch[];
  /** Those of one description. */
  of(ufrag: string): readonly Batch[];
  /** Nothing that was kept is needed any more. */
  clear(): void;
  /** Resolves when the last candidate of a description has come; never where it does not come. */
  complete(ufrag: string): Promise<void>;
}

export type Batch = Pick<McandidateNotification, "ufrag" | "candidates" | "endOfCandidates">;

/** Keeps up to so many candidates. Beyond, those of the oldest description go first: they are superseded as a rule. */
export function candidateBook(keepAtMost: number): CandidateBook {
  let batches: Batch[] = [];
  const waiting = new Map<string, (() => void)[]>();
  const isComplete = (ufrag: string) => batches.some((batch) => batch.ufrag === ufrag && batch.endOfCandidates === true);
  // A batch without candidates takes room, too.
  const size = () => batches.reduce((sum, { candidates }) => sum + Math.max(1, candidates.length), 0);
  return {
    add({ ufrag, candidates, endOfCandidates }) {
      batches.push({ ufrag, candidates, ...(endOfCandidates === undefined ? {} : { endOfCandidates }) });
      const oldest = batches[0]?.ufrag;
      if (size() > keepAtMost && oldest !== ufrag) batches = batches.filter((batch) => batch.ufrag !== oldest);
      if (size() > keepAtMost) batches.pop();
      if (endOfCandidates !== true) return;
      for (const done of waiting.get(ufrag) ?? []) done();
      waiting.delete(ufrag);
    },
    get batches() {
      return batches;
    },
    of: (ufrag) => batches.filter((batch) => batch.ufrag === ufrag),
    clear: () => {
      batches = [];
    },
    complete: (ufrag) =>
      new Promise((done) => {
        if (isComplete(ufrag)) return done();
        waiting.set(ufrag, [...(waiting.get(ufrag) ?? []), done]);
      }),
  };
}
