export interface CallOptions {
  /** Gives up the call: it rejects with the signal's reason; a session being set up is cancelled. */
  readonly signal?: AbortSignal;
  /** Milliseconds until the call rejects with a DeadlineError. */
  readonly deadline?: number;
}
