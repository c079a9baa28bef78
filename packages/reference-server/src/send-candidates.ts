import type { Side } from "./call.js";
import { attempt } from "./attempt.js";
import type { Batch } from "./candidate-book.js";
import { takesNone } from "./trickle.js";

/** Sends candidates to a side, in batches that are no larger than it takes; none to a side that takes none. */
export function sendCandidates({ connection, session }: Pick<Side, "connection" | "session">, { ufrag, candidates, endOfCandidates }: Batch, leg?: string): void {
  if (takesNone(connection)) return;
  const named = { session, ufrag, ...(leg === undefined ? {} : { leg }) };
  const most = connection.context.limits.candidateBatch ?? Infinity;
  for (let from = 0; from < Math.max(1, candidates.length); from += most) {
    const isLast = from + most >= candidates.length;
    const batch = { ...named, candidates: candidates.slice(from, from + most), ...(isLast && endOfCandidates !== undefined ? { endOfCandidates } : {}) };
    attempt(() => connection.mcandidate(batch));
  }
}
