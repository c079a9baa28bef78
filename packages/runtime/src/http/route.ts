import type { HttpOperation } from "./operation.js";

/** An operation and what carries it out. */
export interface Route {
  readonly operation: HttpOperation;
  /** Absent where the implementation does not have it. */
  readonly run?: (call: unknown, context: CallContext<unknown>) => unknown;
}

/** What an implementation is told beside the call. */
export interface CallContext<C> {
  /** Who calls; undefined where the operation lets anyone in. */
  readonly caller: C;
  readonly request: Request;
  /** Aborted when the client has gone. */
  readonly signal: AbortSignal;
  /**
   * Compares the state that is about to be changed with the one that the client means: `etag` is the entity tag of the first, quotes included.
   * Call it in the same atomic step as the change; what has no `If-Match` passes. Where the document demands one, a success without this call is a fault.
   * @throws ProtocolError<"precondition-failed"> where the client means another state, which the handler answers.
   */
  requireMatch(etag: string): void;
}
