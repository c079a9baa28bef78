import type { Authenticate, Caller } from "./authentication.js";
import type { Credentials } from "./credentials.js";
import { answerRequest, type Serving } from "./answer-request.js";
import type { IncomingBytes, OutgoingBytes } from "./body-bytes.js";
import type { Fault } from "./fault.js";
import type { IdempotencyStore } from "./idempotency.js";
import { type LimitOptions, limiterOf } from "./limiter.js";
import { memoryIdempotencyStore } from "./memory-idempotency-store.js";
import type { HttpOperation } from "./operation.js";
import type { Refusal } from "../problem.js";
import type { ProblemRegistry } from "./problem-registry.js";
import { problemResponse } from "./problem-response.js";
import type { CallContext, Route } from "./route.js";
import { createRouter } from "./router.js";
import { withoutContent } from "./without-content.js";

/** What is answered for operations that an implementation does not have: 501, or a problem of the document, made by `refuse`. */
export type Rest<Problem extends string = string> = "not-implemented" | Refusal<Problem>;

export interface HandlerOptions<C extends Caller, Shown = Credentials> {
  /** Path under which the operations stand; the path of the document's first server where none is given. */
  readonly basePath?: string;
  readonly authenticate?: Authenticate<C, Shown>;
  /** Longest body taken whole, 65536 where nothing is said. With an `Idempotency-Key` that is each. */
  readonly maxBodyBytes?: number;
  /** What was answered to requests with an `Idempotency-Key`; in memory, for a day, where nothing is said. */
  readonly idempotency?: IdempotencyStore;
  /** How many requests a caller may make of the operations that declare 429, taken together; any number where nothing is said. */
  readonly limits?: LimitOptions;
  /**
   * What becomes of the operations that the implementation does not have; without it, a call of one is a fault. It is answered to anyone, before any
   * credentials are looked at. `Allow` does not name them: it tells what the resource supports (RFC 9110, 10.2.1), and so does `OPTIONS`.
   */
  readonly rest?: Rest;
  /** Told of every fault of the implementation. The client learns no more than that there was one. */
  readonly onFault?: (fault: Fault) => void;
}

/** What the document says once for all of its operations. */
export interface HandlerDocument {
  readonly basePath: string;
  readonly problems: ProblemRegistry;
}

/** A call in which the receiver has put the defaults of the specification. */
export type Filled<Call, Names extends keyof Call> = Call extends unknown ? Omit<Call, Names> & Required<Pick<Call, Names>> : never;

/** A call as it comes in: bytes that were sent whole, or as a stream, arrive as one that can be read either way. */
export type Received<Call> = Call extends unknown ? { readonly [Key in keyof Call]: OutgoingBytes extends Call[Key] ? IncomingBytes | Exclude<Call[Key], OutgoingBytes> : Call[Key] } : never;

/** Joins an operation with what carries it out. By then the call has passed the validators, and the caller the security of the operation. */
export function route<Call, C>(operation: HttpOperation, run: (call: Call, context: CallContext<C>) => unknown): Route {
  return { operation, run: (call, context) => run(call as Call, context as CallContext<C>) };
}

/** Joins an operation with the method of an implementation that carries it out, if it has one. */
export function routeTo<Name extends string>(operation: HttpOperation, implementation: { readonly [Method in Name]?: (...given: never[]) => unknown }, name: Name): Route {
  if (implementation[name] === undefined) return { operation };
  // The interface of the implementation is printed from the same text as the operation.
  const methods = implementation as unknown as { readonly [Method in Name]: (...given: unknown[]) => unknown };
  const takesCall = operation.parameters.length > 0 || operation.body !== undefined;
  return { operation, run: (call, context) => (takesCall ? methods[name](call, context) : methods[name](context)) };
}

/**
 * Serves operations as a fetch handler. It never rejects: whatever goes wrong is a response. Of several things that are wrong, the first of these is
 * told: 404 no such path, 405 no such method (with `Allow`, as `OPTIONS` gets it from anyone), the `rest` for what is not implemented, 401 no good credentials, 403 too few scopes, 406 no
 * media type that the client takes, 429 over the limit, 428 no `If-Match` or 422 no `Idempotency-Key` where it is demanded, 413 and 415 a body too
 * long or of another type, 400 whatever else the specification forbids. Then what was answered to the key before is answered again, with
 * `Idempotency-Replayed: true`; 409 where the key belongs to another request, or to one that is still being carried out. Only then the implementation is
 * called. What it answers is judged: 500 and a fault where it breaks the specification. A GET of what the client has already is 304.
 */
export function createHandler<C extends Caller, Shown = Credentials>(
  routes: readonly Route[],
  document: HandlerDocument,
  options: HandlerOptions<C, Shown> = {},
): (request: Request) => Promise<Response> {
  const basePath = (options.basePath ?? document.basePath).replace(/\/+$/, "");
  const served = new Set(routes.flatMap(({ operation, run }) => (run === undefined ? [] : [operation])));
  const router = createRouter(routes.map(({ operation }) => operation), served);
  const byOperation = new Map(routes.map((each) => [each.operation, each]));
  const limiter = options.limits === undefined ? undefined : limiterOf(options.limits);
  const tell = (fault: Fault): void => {
    try {
      options.onFault?.(fault);
    } catch {
      // A log that fails must not take the answer with it.
    }
  };
  const serving: Serving = {
    problems: document.problems,
    // What is shown is what the schemes of the document carry, which its generated type says.
    authenticate: options.authenticate as Authenticate<Caller> | undefined,
    maxBodyBytes: options.maxBodyBytes ?? 65_536,
    idempotency: options.idempotency ?? memoryIdempotencyStore(),
    limiter,
    tell,
  };
  const refused = (problem: string, headers: HeadersInit = {}) => problemResponse({ problems: document.problems, tell }, problem, {}, headers);

  const leftOut = (operation: HttpOperation): Response => {
    const { rest } = options;
    const setting = { problems: document.problems, operation, tell };
    if (rest !== undefined) return rest === "not-implemented" ? problemResponse(setting, rest, {}, {}) : problemResponse(setting, rest.problem, rest.more, {});
    tell({ kind: "thrown", operation: operation.name, error: new TypeError(`The implementation has no "${operation.name}".`) });
    return refused("internal");
  };

  return async (request) => {
    const path = new URL(request.url).pathname;
    if (path !== basePath && !path.startsWith(`${basePath}/`)) return refused("not-found");
    const match = router.match(request.method, path.slice(basePath.length));
    if (match.kind === "other-method") {
      const allow = { allow: match.allowed.join(", ") };
      return request.method === "OPTIONS" ? new Response(null, { status: 204, headers: allow }) : refused("method-not-allowed", allow);
    }
    const found = match.kind === "found" ? byOperation.get(match.operation) : undefined;
    if (match.kind === "no-path" || found === undefined) return refused("not-found");
    const { operation, run } = found;
    const response = run === undefined ? leftOut(operation) : await answerRequest(serving, { operation, run }, request, match.variables);
    return request.method === "HEAD" && operation.method !== "HEAD" ? withoutContent(response, response) : response;
  };
}
