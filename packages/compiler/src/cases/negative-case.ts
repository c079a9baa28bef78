import type { Json } from "../model/json.js";
import type { OperationId } from "../model/operation.js";
import type { Parameter } from "../model/parameter.js";

/** A request that breaks one demand of its operation, and is right in all else. */
export interface NegativeCase {
  readonly operation: OperationId;
  readonly request: CaseRequest;
  readonly breaks: Break;
  /** The answer has one of these statuses. */
  readonly statuses: readonly number[];
}

export type Break = BrokenConstraint | BrokenRule;

/** A demand that a schema makes, or that a part is there: `required`, at the empty pointer. */
export interface BrokenConstraint {
  readonly kind: "constraint";
  readonly in: Exclude<Parameter["in"], "address"> | "body";
  /** Of the parameter. */
  readonly name?: string;
  /** JSON pointer inside the value of the parameter or the body. */
  readonly pointer: string;
  readonly keyword: string;
  /** Where the demand is written. */
  readonly at: string;
  /** True where an answer can tell of no other demand. */
  readonly alone: boolean;
}

/** What HTTP, or a rule that a document states by a header, demands beside the schemas. */
export interface BrokenRule {
  readonly kind:
    | "not-json" | "other-media-type" | "too-large" | "no-credentials" | "no-scope" | "not-acceptable" | "other-method"
    /** Of a required header `Idempotency-Key` or `If-Match`. */
    | "no-idempotency-key" | "no-precondition"
    /** An `If-Match` that names no state of the resource, which has to be there. */
    | "stale-precondition";
}

/** A request before it is written. */
export interface CaseRequest {
  /** In upper case. */
  readonly method: string;
  /** With the names of its parameters: `/conferences/{conferenceId}`. */
  readonly path: string;
  readonly parameters: readonly CaseParameter[];
  readonly body?: CaseBody;
  readonly accept?: string;
  readonly credentials: "right" | "none" | "without-scope";
}

export interface CaseParameter {
  readonly parameter: Parameter;
  readonly value: Json;
}

/** A value of a media type; or a text that stands for none. */
export type CaseBody = { readonly type: string; readonly value: Json; readonly padding?: number } | { readonly type: string; readonly text: string };

/** A demand of an operation for which there is no case, and why. */
export interface LeftOut {
  readonly operation: OperationId;
  /** What demands it: `body`, `query page-size`. */
  readonly part: string;
  readonly pointer: string;
  readonly keyword: string;
  readonly at: string;
  readonly reason: string;
}

export interface NegativeCases {
  readonly cases: readonly NegativeCase[];
  readonly left: readonly LeftOut[];
}
