import type { Clock } from "@parley/runtime";
import { timers } from "@parley/signalling";
import type { Description } from "@parley/signalling";
import type { CandidateBook } from "./candidate-book.js";

/**
 * A description as a side with `trickle: none` takes it: with all its candidates, and the word that there are no more. It is held until the
 * last candidate has come, and not longer than the time `gathering`.
 */
export async function gathered<Kind extends Description>(description: Kind, book: CandidateBook, clock: Clock): Promise<Kind> {
  if (description.endOfCandidates === true) return description;
  await new Promise<void>((done) => {
    const cancel = clock.after(timers.gathering, done);
    void book.complete(description.ufrag).then(() => {
      cancel();
      done();
    });
  });
  const candidates = book.of(description.ufrag).flatMap((batch) => batch.candidates);
  return { ...description, sdp: withCandidates(description.sdp, candidates), endOfCandidates: true };
}

/** Adds each candidate to its media section (RFC 8839, 5.1), and the end of all (RFC 8840, 4.1) to every section. */
function withCandidates(sdp: string, candidates: readonly { readonly candidate: string; readonly mid: string; readonly index?: number }[]): string {
  const [session = "", ...sections] = sdp.split(/^(?=m=)/m);
  const complete = sections.map((section, at) => {
    const mid = /^a=mid:(\S+)/m.exec(section)?.[1];
    const own = candidates.filter((each) => (mid === undefined ? each.index === at : each.mid === mid));
    const lines = own.map(({ candidate }) => `a=${candidate}\r\n`).filter((line) => !section.includes(line));
    const end = section.includes("a=end-of-candidates") ? "" : "a=end-of-candidates\r\n";
    return `${section.endsWith("\n") ? section : `${section}\r\n`}${lines.join("")}${end}`;
  });
  return session + complete.join("");
}
