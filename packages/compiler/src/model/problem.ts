import type { Origin } from "./origin.js";

/** A problem that an operation may be refused with, by the name that it has in the registry, and where it is listed. */
export interface ListedProblem {
  readonly name: string;
  readonly origin: Origin;
}

/** The names in a list of problems, each once. */
export function problemNamesOf(listed: readonly ListedProblem[]): readonly string[] {
  return [...new Set(listed.map(({ name }) => name))];
}

/** One row of the registry of problems that all documents share (`specs/common/problems.yaml`). */
export interface Problem {
  /** `busy`; the `type` URI of RFC 9457 is the registry's base and this name. */
  readonly name: string;
  readonly type: string;
  readonly title: string;
  /** As HTTP has it. */
  readonly status: number;
  /** The roles that may send it; absent where all may. */
  readonly sentBy?: readonly string[];
  readonly retry: "never" | "after" | "elsewhere";
  /** Of the refusals of a fork the one of the lowest rank goes up; one without a rank comes last. */
  readonly rank?: number;
  /** The status towards a SIP network. */
  readonly sip?: number;
  /** The same where the refusal speaks for all devices. */
  readonly sipEverywhere?: number;
  /** The cause value of ITU-T Q.850. */
  readonly q850?: number;
  readonly description?: string;
  readonly provenance?: string;
  readonly origin: Origin;
}
