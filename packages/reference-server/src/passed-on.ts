import { ProtocolError, refuse } from "@parley/runtime";
import type { Refusal, RefusalDetails } from "@parley/runtime";

/** What the requester is told when the other side has not done as it was asked: what a user said is passed on, what was wrong on the further hop is ours to bear. */
export function refusalFrom<Problem extends string>(error: unknown, passed: readonly Problem[], otherwise: Problem): Refusal<Problem> {
  if (!(error instanceof ProtocolError)) return refuse(otherwise);
  const found = passed.find((name) => name === error.problem);
  return found === undefined ? refuse(otherwise) : refuse(found, detailsOf(error));
}

/** The members of a problem that mean the same on every hop. */
export function detailsOf({ details }: ProtocolError): RefusalDetails {
  return Object.fromEntries(Object.entries(details).filter(([name]) => kept.has(name)));
}

const kept: ReadonlySet<string> = new Set(["retryAfter", "scope", "cause", "exclusive", "alternatives"]);
