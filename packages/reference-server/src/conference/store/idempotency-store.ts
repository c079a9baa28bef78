/** A request that is carried out once, however often it is sent. */
export interface KeyedRequest {
  /** Whose key it is. A key means nothing to other callers. */
  readonly caller: string;
  /** The operationId. A key means nothing to other operations. */
  readonly operation: string;
  /** As the client chose it. */
  readonly key: string;
  /** Two requests with one key must agree in it. */
  readonly fingerprint: string;
}

/** A response as it can be kept. */
export interface StoredAnswer {
  readonly status: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Uint8Array;
}

export type OnceOutcome =
  | { readonly kind: "answered"; readonly answer: StoredAnswer }
  /** The key has been used for another request. */
  | { readonly kind: "other-request" }
  /** The same request is still being carried out. */
  | { readonly kind: "in-progress" };

/** Remembers what was answered to requests with an `Idempotency-Key`. */
export interface IdempotencyStore {
  once(request: KeyedRequest, work: () => Promise<StoredAnswer>): Promise<OnceOutcome>;
}

/** Whether an answer is the last word: not a fault of the server, nor what another token or a little patience would change. */
export function isKept({ status }: StoredAnswer): boolean {
  return status < 500 && status !== 401 && status !== 403 && status !== 429;
}
