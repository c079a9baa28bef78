/** A request that is carried out once, however often it is sent. */
export interface KeyedRequest {
  /** Whose key it is; the empty text where anyone may call. A key means nothing to other callers. */
  readonly caller: string;
  /** The operationId. A key means nothing to other operations. */
  readonly operation: string;
  /** As the client chose it. */
  readonly key: string;
  /** SHA-256 over method, path, query, content type and body, in hex: two requests with one key must agree in it. */
  readonly fingerprint: string;
}

/** A response as it can be kept. */
export interface StoredAnswer {
  readonly status: number;
  /** Names in lower case; one may be there several times. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Uint8Array;
}

export type OnceOutcome =
  /** By `work` now, or by an earlier request of the same fingerprint. */
  | { readonly kind: "answered"; readonly answer: StoredAnswer }
  /** The key has been used for another request. */
  | { readonly kind: "other-request" }
  /** The same request is still being carried out. */
  | { readonly kind: "in-progress" };

/** Remembers what was answered to requests with an `Idempotency-Key`. */
export interface IdempotencyStore {
  /**
   * Runs `work` unless the request is known, and keeps its answer where {@link isKept} says so; else the next request with the key is carried
   * out anew. Two requests with one key must not run at the same time. `work` does not reject: a failure is an answer, too. A store that keeps
   * state and answer in one transaction commits before it resolves, and rolls back what a status of 500 or above leaves behind.
   */
  once(request: KeyedRequest, work: () => Promise<StoredAnswer>): Promise<OnceOutcome>;
}

/** Whether an answer is the last word: not a fault of the server, nor what another token or a little patience would change. */
export function isKept({ status }: StoredAnswer): boolean {
  return status < 500 && status !== 401 && status !== 403 && status !== 429;
}

export async function storedAnswerOf(response: Response): Promise<StoredAnswer> {
  return { status: response.status, headers: [...response.headers], body: new Uint8Array(await response.arrayBuffer()) };
}

export function responseOf({ status, headers, body }: StoredAnswer): Response {
  const hasContent = ![101, 204, 205, 304].includes(status);
  return new Response(hasContent ? new Uint8Array(body) : null, { status, headers: headers.map(([name, value]): [string, string] => [name, value]) });
}
