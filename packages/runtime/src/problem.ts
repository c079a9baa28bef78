import { firstOf } from "./issue.js";
import type { Issue } from "./issue.js";

/** Why a request was refused: RFC 9457, with the members of the specification. `name` is the short name of the type. */
export interface ProblemDetails {
  readonly type: string;
  readonly title?: string;
  readonly status?: number;
  readonly detail?: string;
  /** Seconds until another attempt makes sense. */
  readonly retryAfter?: number;
  readonly scope?: string;
  readonly cause?: object;
  /** With `malformed`: what is wrong, shortened. */
  readonly issues?: readonly Omit<Issue, "at">[];
  /** The clause of an agreement that stands against it. */
  readonly clause?: { readonly agreement: string; readonly clause: string };
  /** In glare: what names the one that goes on. */
  readonly exclusive?: { readonly tieBreak: string };
}

/** What may be said beside the name of a problem. */
export interface RefusalDetails {
  readonly detail?: string;
  readonly retryAfter?: number;
  readonly scope?: "device" | "everywhere" | (string & {});
  readonly cause?: object;
  /** The clause of an agreement that stands against it. */
  readonly clause?: { readonly agreement: string; readonly clause: string };
  /** In glare: what names the one that goes on. */
  readonly exclusive?: { readonly tieBreak: string };
}

/** The answer no, made by {@link refuse}. */
export class Refusal<N extends string = string> {
  readonly problem: N;
  readonly more: RefusalDetails;
  constructor(problem: N, more: RefusalDetails) {
    this.problem = problem;
    this.more = more;
  }
}

/** Refuses a request with a problem of the specification's registry. */
export function refuse<N extends string>(problem: N, more: RefusalDetails = {}): Refusal<N> {
  return new Refusal(problem, more);
}

/** A request of HTTP, as errors name it. */
export interface AskedRequest {
  /** The operationId. */
  readonly operation: string;
  readonly method: string;
  /** Without its query, which may hold a secret. */
  readonly address: string;
}

/** The peer refused the request; a handler may also throw one to refuse. */
export class ProtocolError<N extends string = string> extends Error {
  override readonly name = "ProtocolError";
  readonly problem: N;
  readonly details: ProblemDetails;
  /** What was refused, where that is a request of HTTP. */
  readonly asked: AskedRequest | undefined;
  constructor(problem: N, details: ProblemDetails, asked?: AskedRequest) {
    const what = asked === undefined ? "" : `"${asked.operation}" was refused (${asked.method} ${asked.address}): `;
    super(`${what}${details.detail ?? details.title ?? problem}${firstOf(Array.isArray(details.issues) ? details.issues : [])}`);
    this.problem = problem;
    this.details = details;
    this.asked = asked;
  }
}

/** True for a refusal with this name, so that one `catch` can tell them apart. */
export function isProblem<N extends string>(error: unknown, problem: N): error is ProtocolError<N> {
  return error instanceof ProtocolError && error.problem === problem;
}
