import { ProtocolError, Refusal } from "../problem.js";
import type { Authenticate, Caller, Credentials } from "./authentication.js";
import { admit } from "./authentication.js";
import type { IncomingBytes, OutgoingBytes } from "./body-bytes.js";
import type { Fault } from "./fault.js";
import { negotiate } from "./media-type.js";
import type { HttpOperation } from "./operation.js";
import type { ProblemRegistry } from "./problem-registry.js";
import { problemResponse } from "./problem-response.js";
import { readCall } from "./read-call.js";
import type { Reply } from "./reply.js";
import { writeReply } from "./reply.js";
import { createRouter } from "./router.js";
import type { Tagged } from "./tagged.js";
import { wireIssues } from "./wire-issues.js";

/** An operation and what carries it out. */
export interface Route {
  readonly operation: HttpOperation;
  readonly run: (call: unknown, context: CallContext<unknown>) => unknown;
}

/** What an implementation is told beside the call. */
export interface CallContext<C> {
  /** Who calls; undefined where the operation lets anyone in. */
  readonly caller: C;
  readonly request: Request;
  /** Aborted when the client has gone. */
  readonly signal: AbortSignal;
}

export interface HandlerOptions<C extends Caller, Shown = Credentials> {
  /** Path under which the operations stand; the path of the document's first server where none is given. */
  readonly basePath?: string;
  readonly authenticate?: Authenticate<C, Shown>;
  /** Longest body taken, 65536 where nothing is said. */
  readonly maxBodyBytes?: number;
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

/** Serves operations as a fetch handler. It never rejects: whatever goes wrong is a response. */
export function createHandler<C extends Caller, Shown = Credentials>(
  routes: readonly Route[],
  document: HandlerDocument,
  options: HandlerOptions<C, Shown> = {},
): (request: Request) => Promise<Response> {
  const basePath = (options.basePath ?? document.basePath).replace(/\/+$/, "");
  const router = createRouter(routes.map(({ operation }) => operation));
  const runs = new Map(routes.map(({ operation, run }) => [operation, run]));
  const tell = (fault: Fault): void => {
    try {
      options.onFault?.(fault);
    } catch {
      // A log that fails must not take the answer with it.
    }
  };
  const refused = (problem: string, more: object = {}, headers: HeadersInit = {}, operation?: HttpOperation) =>
    problemResponse(document.problems, problem, more, headers, operation, tell);

  return async (request) => {
    const path = new URL(request.url).pathname;
    if (path !== basePath && !path.startsWith(`${basePath}/`)) return refused("not-found");
    const match = router.match(request.method, path.slice(basePath.length));
    if (match.kind === "no-path") return refused("not-found");
    if (match.kind === "bad-path") return refused("malformed", { detail: "The path is not valid percent-encoding." });
    if (match.kind === "other-method") {
      const allow = { allow: match.allowed.join(", ") };
      return request.method === "OPTIONS" ? new Response(null, { status: 204, headers: allow }) : refused("method-not-allowed", {}, allow);
    }
    const { operation } = match;
    const respond = async (): Promise<Response> => {
      const admittance = await admit(operation, request, options.authenticate as Authenticate<C> | undefined);
      if (admittance.kind !== "admitted") return refused(admittance.kind, {}, { "www-authenticate": admittance.challenge }, operation);
      if (!acceptable(operation, request)) return refused("not-acceptable", {}, {}, operation);
      const read = await readCall(operation, request, match.variables, options.maxBodyBytes ?? 65_536);
      if (read.kind === "refused") {
        const issues = "issues" in read && read.issues.length > 0 ? { issues: wireIssues(read.issues) } : {};
        return refused(read.problem, { detail: read.detail, ...issues }, {}, operation);
      }
      const run = runs.get(operation);
      const answer = await run?.(read.call, { caller: admittance.caller, request, signal: request.signal });
      if (answer instanceof Refusal) return refused(answer.problem, answer.more, {}, operation);
      const written = writeReply(operation, replyOf(operation, answer), request.headers.get("accept"), tell);
      if (written.kind === "response") return written.response;
      tell({ kind: "broken-reply", operation: operation.name, issues: written.issues });
      return refused("internal", {}, {}, operation);
    };
    const response = await respond().catch((error: unknown) => {
      if (error instanceof ProtocolError) {
        const { detail } = error.details;
        return refused(error.problem, detail === undefined ? {} : { detail }, {}, operation);
      }
      // Who has gone reads no answer; what the implementation threw on its way out is no fault.
      if (!request.signal.aborted) tell({ kind: "thrown", operation: operation.name, error });
      return refused("internal", {}, {}, operation);
    });
    return request.method === "HEAD" && operation.method !== "HEAD" ? new Response(null, response) : response;
  };
}

/** True when the client takes some media type of some success, or there is nothing to take. */
function acceptable(operation: HttpOperation, request: Request): boolean {
  const offered = operation.responses.filter(({ status }) => status.startsWith("2")).flatMap(({ media }) => media.map(({ type }) => type));
  return offered.length === 0 || negotiate(request.headers.get("accept"), offered) !== undefined;
}

/** An operation with one plain success is answered by its body alone; any other by a reply that names its status. */
function replyOf(operation: HttpOperation, answer: unknown): Reply {
  const { plain: status } = operation;
  if (status !== undefined && operation.tagged === true && typeof answer === "object" && answer !== null) {
    const { etag, ...body } = answer as Tagged<object>;
    return { status, headers: { etag }, body };
  }
  if (status !== undefined) return answer === undefined ? { status } : { status, body: answer };
  // The generated interface of the implementation says so; what is wrong in it is found by the validators.
  return answer as Reply;
}
