import { ProtocolError } from "@parley/runtime";
import type { ProblemDetails, RefusalDetails } from "@parley/runtime";
import { conferenceProblems } from "@parley/conference";

/** Names of the registry. */
export type ConferenceProblemName = keyof typeof conferenceProblems & string;

/** What a refusal tells beside its problem. */
type RefusalMore = Pick<RefusalDetails, "retryAfter"> & Pick<ProblemDetails, "issues">;

/** The answer no, to be thrown: in a unit it takes back what the unit has done. */
export function refused(problem: ConferenceProblemName, detail?: string, more: RefusalMore = {}): ProtocolError<ConferenceProblemName> {
  const { type, title, status } = conferenceProblems[problem];
  return new ProtocolError(problem, { type, title, status, ...more, ...(detail === undefined ? {} : { detail }) });
}
