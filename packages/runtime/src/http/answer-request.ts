import { ProtocolError, Refusal } from "../problem.js";
import { admit, type Admittance, type Authenticate, type Caller, nameOfCaller } from "./authentication.js";
import type { Fault } from "./fault.js";
import { fingerprintOf } from "./fingerprint.js";
import type { Route } from "./route.js";
import { type IdempotencyStore, responseOf, storedAnswerOf } from "./idempotency.js";
import type { LimitTaken } from "./limit-store.js";
import { type Limiter, rateLimitPolicyText, rateLimitText } from "./limiter.js";
import { negotiate } from "./media-type.js";
import type { HttpOperation } from "./operation.js";
import { requireMatch, unlessKnown } from "./precondition.js";
import type { ProblemRegistry } from "./problem-registry.js";
import { problemResponse } from "./problem-response.js";
import { readCall } from "./read-call.js";
import { type Reply, writeReply } from "./reply.js";
import type { Tagged } from "./tagged.js";
import { wireIssues } from "./wire-issues.js";

/** What a handler has at hand for each request. */
export interface Serving {
  readonly problems: ProblemRegistry;
  readonly authenticate: Authenticate<Caller> | undefined;
  readonly maxBodyBytes: number;
  readonly idempotency: IdempotencyStore;
  readonly limiter: Limiter | undefined;
  readonly tell: (fault: Fault) => void;
}

/** Answers a request whose path and method are those of an operation; the order in which it judges is told at `createHandler`. Never rejects. */
export function answerRequest(serving: Serving, { operation, run }: Required<Route>, request: Request, variables: ReadonlyMap<string, string>): Promise<Response> {
  const { limiter, tell } = serving;
  const setting = { problems: serving.problems, operation, tell, ...(limiter === undefined ? {} : { policy: limiter.policy }) };
  const own = new Headers();
  const refused = (problem: string, more: object = {}, headers: object = {}) => problemResponse(setting, problem, more, { ...Object.fromEntries(own), ...headers });

  async function answer(): Promise<Response> {
    const admittance = await admit(operation, request, serving.authenticate);
    if (admittance.kind !== "admitted") return refused(admittance.kind, {}, { "www-authenticate": admittance.challenge });
    if (!isAcceptable(operation, request)) return refused("not-acceptable");
    const limit = await takeLimit(limiter, operation, admittance);
    for (const [name, text] of limitHeaders(limiter, limit)) own.set(name, text);
    if (limit?.granted === false) return refused("rate-limited", { retryAfter: limit.reset });
    const missing = missingHeader(operation, request.headers);
    if (missing !== undefined) return refused(missing);
    const key = operation.idempotencyKey === undefined || isEndless(operation) ? null : request.headers.get("idempotency-key");
    const read = await readCall(operation, request, { variables, maxBodyBytes: serving.maxBodyBytes, isWhole: key !== null });
    if (read.kind === "refused") {
      const issues = "issues" in read && read.issues.length > 0 ? { issues: wireIssues(read.issues) } : {};
      return refused(read.problem, { detail: read.detail, ...issues });
    }
    const carryOut = (): Promise<Response> => carriedOut(read.call, admittance.caller).catch(thrown);
    // An empty text is a key for no schema but one that says nothing.
    if (key === "" && operation.idempotencyKey?.required === true) return refused("idempotency-key-missing");
    if (key === null || key === "") return carryOut();
    const caller = await nameOfCaller(admittance);
    return once({ caller, operation: operation.name, key, fingerprint: await fingerprintOf(request, read.bytes) }, carryOut);
  }

  async function carriedOut(call: unknown, caller: Caller | undefined): Promise<Response> {
    let isMatched = operation.ifMatch?.required !== true;
    const matchOf = (etag: string): void => {
      isMatched = true;
      requireMatch(request, etag);
    };
    const given = await run(call, { caller, request, signal: request.signal, requireMatch: matchOf });
    if (given instanceof Refusal) return refusedByImplementation(given.problem, given.more);
    // Loud, so that it is noticed at the first try: a change that nobody compared is a lost update in the making.
    if (!isMatched) {
      tell({ kind: "unmatched", operation: operation.name });
      return refused("internal");
    }
    const written = writeReply(operation, replyOf(operation, given), { accept: request.headers.get("accept"), own, tell });
    if (written.kind === "response") return unlessKnown(operation, request, written.response);
    tell({ kind: "broken-reply", operation: operation.name, issues: written.issues });
    return refused("internal");
  }

  async function once(keyed: Parameters<IdempotencyStore["once"]>[0], carryOut: () => Promise<Response>): Promise<Response> {
    let isNew = false;
    const outcome = await serving.idempotency.once(keyed, async () => {
      isNew = true;
      return storedAnswerOf(await carryOut());
    });
    if (outcome.kind === "other-request") return refused("idempotency-key-reused");
    if (outcome.kind === "in-progress") return refused("request-in-progress", { retryAfter: 1 });
    const response = responseOf(outcome.answer);
    if (!isNew) response.headers.set("idempotency-replayed", "true");
    // What is left of a limit is that of this request, not of the one that was answered first.
    for (const [name, text] of own) response.headers.set(name, text);
    return response;
  }

  function refusedByImplementation(problem: string, more: object): Response {
    // It has limits of its own: what is left of the runtime's is not what the client has to know.
    if (problem === "rate-limited") own.delete("ratelimit");
    return refused(problem, more);
  }

  function thrown(error: unknown): Response {
    if (error instanceof ProtocolError) {
      const { detail, retryAfter, issues } = error.details;
      return refusedByImplementation(error.problem, { ...(detail === undefined ? {} : { detail }), ...(retryAfter === undefined ? {} : { retryAfter }), ...(issues === undefined ? {} : { issues }) });
    }
    // Who has gone reads no answer; what the implementation threw on its way out is no fault.
    if (!request.signal.aborted) tell({ kind: "thrown", operation: operation.name, error });
    return refused("internal");
  }

  return answer().catch(thrown);
}

/** True when the client takes some media type of some success, or there is nothing to take. */
function isAcceptable(operation: HttpOperation, request: Request): boolean {
  const offered = operation.responses.filter(({ status }) => status.startsWith("2")).flatMap(({ media }) => media.map(({ type }) => type));
  return offered.length === 0 || negotiate(request.headers.get("accept"), offered) !== undefined;
}

async function takeLimit(limiter: Limiter | undefined, operation: HttpOperation, admittance: Admittance<Caller> & { readonly kind: "admitted" }): Promise<LimitTaken | undefined> {
  if (limiter === undefined || operation.limited !== true) return undefined;
  return limiter.store.take({ caller: await nameOfCaller(admittance), policy: limiter.policy });
}

function limitHeaders(limiter: Limiter | undefined, limit: LimitTaken | undefined): readonly (readonly [string, string])[] {
  if (limiter === undefined || limit === undefined) return [];
  return [["ratelimit", rateLimitText(limiter.policy, limit)], ["ratelimit-policy", rateLimitPolicyText(limiter.policy)]];
}

/** One that is there, but empty, is judged by its schema. */
function missingHeader({ ifMatch, idempotencyKey }: HttpOperation, headers: Headers): string | undefined {
  if (ifMatch?.required === true && !headers.has("if-match")) return "precondition-required";
  return idempotencyKey?.required === true && !headers.has("idempotency-key") ? "idempotency-key-missing" : undefined;
}

/** What may be answered by a stream of any length is not kept. */
function isEndless({ responses }: HttpOperation): boolean {
  return responses.some(({ media }) => media.some(({ codec }) => codec?.isEndless === true));
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
